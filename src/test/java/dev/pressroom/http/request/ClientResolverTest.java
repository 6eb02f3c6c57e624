package dev.pressroom.http.request;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pressroom.account.ClientAddress;
import dev.pressroom.base.IpAddress;
import dev.pressroom.base.IpBlock;
import dev.pressroom.config.HttpSettings;
import io.vertx.core.MultiMap;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientResolverTest {
    private static final String PROXY = "10.0.0.1";
    private static final ClientResolver TRUSTING = networks("10.0.0.0/8", "2001:db8:a::/48");

    private static ClientResolver networks(String... networks) {
        return new ClientResolver(new HttpSettings.Proxies(
                Stream.of(networks)
                        .map(text -> IpBlock.parse(text).orElseThrow())
                        .toList(),
                0));
    }

    private static ClientResolver hops(int hops) {
        return new ClientResolver(new HttpSettings.Proxies(List.of(), hops));
    }

    private static Client found(ClientResolver clients, String peer, String... headers) {
        MultiMap map = MultiMap.caseInsensitiveMultiMap();
        for (int i = 0; i < headers.length; i += 2) {
            map.add(headers[i], headers[i + 1]);
        }
        return clients.resolve(IpAddress.parse(peer), map);
    }

    private static String network(ClientResolver clients, String peer, String... headers) {
        return found(clients, peer, headers).address().network();
    }

    @Test
    void withoutTrustedProxiesTheHeadersAreIgnored() {
        assertThat(network(networks(), PROXY, "X-Forwarded-For", "192.0.2.1", "Forwarded", "for=192.0.2.1"))
                .isEqualTo(PROXY);
    }

    @Test
    void whoIsNoTrustedProxyIsNotBelieved() {
        assertThat(network(TRUSTING, "203.0.113.5", "X-Forwarded-For", "192.0.2.1"))
                .isEqualTo("203.0.113.5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "192.0.2.1                        | 192.0.2.1",
                "192.0.2.1:4711                   | 192.0.2.1",
                "198.51.100.9, 192.0.2.1          | 192.0.2.1",
                "198.51.100.9, 192.0.2.1, 10.9.9.9| 192.0.2.1",
                "2001:db8:1:2::3                  | 2001:0db8:0001:0002::/64",
                "[2001:db8:1:2::3]:80             | 2001:0db8:0001:0002::/64",
                "::ffff:192.0.2.1                 | 192.0.2.1",
                "192.0.2.1, 2001:db8:a::7         | 192.0.2.1",
                "10.1.1.1, 10.2.2.2               | 10.1.1.1",
                "192.0.2.1, unknown               | 10.0.0.1",
                "192.0.2.1, unknown, 10.3.3.3     | 10.3.3.3",
                "192.0.2.1,                       | 10.0.0.1",
                "localhost                        | 10.0.0.1",
                "192.0.2.1%eth0                   | 10.0.0.1",
            })
    void theClientIsTheRightmostAddressThatIsNoTrustedProxy(String header, String client) {
        assertThat(network(TRUSTING, PROXY, "X-Forwarded-For", header)).isEqualTo(client);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "for=192.0.2.1                                     | 192.0.2.1",
                "For=\"192.0.2.1:4711\";proto=https                | 192.0.2.1",
                "by=10.0.0.1;for=192.0.2.1;host=a.example          | 192.0.2.1",
                "for=198.51.100.9, for=192.0.2.1, for=10.9.9.9     | 192.0.2.1",
                "for=\"[2001:db8:1:2::3]:80\"                      | 2001:0db8:0001:0002::/64",
                "for=192.0.2.1;note=\"a, for=198.51.100.9\"        | 192.0.2.1",
                "for=192.0.2.1;note=\"a \\\" , for=198.51.100.9\"  | 192.0.2.1",
                "for=192.0.2.1, for=_hidden                        | 10.0.0.1",
                "for=192.0.2.1, proto=https                        | 10.0.0.1",
                "for=\"192.0.2.1                                   | 192.0.2.1",
                "for==192.0.2.1                                    | 10.0.0.1",
                ";;;,,=                                            | 10.0.0.1",
            })
    void theStandardHeaderIsReadAsWell(String header, String client) {
        assertThat(network(TRUSTING, PROXY, "Forwarded", header)).isEqualTo(client);
    }

    @Test
    void severalHeadersCountAsOneInTheirOrder() {
        assertThat(network(TRUSTING, PROXY, "X-Forwarded-For", "198.51.100.9", "X-Forwarded-For", "192.0.2.1"))
                .isEqualTo("192.0.2.1");
    }

    @Test
    void whereBothHeadersDifferNeitherCounts() {
        assertThat(network(TRUSTING, PROXY, "X-Forwarded-For", "192.0.2.1", "Forwarded", "for=198.51.100.9"))
                .isEqualTo(PROXY);
        assertThat(network(TRUSTING, PROXY, "X-Forwarded-For", "192.0.2.1", "Forwarded", "for=192.0.2.1"))
                .isEqualTo("192.0.2.1");
    }

    @Test
    void withoutAnyHeaderTheProxyIsTheClient() {
        assertThat(network(TRUSTING, PROXY)).isEqualTo(PROXY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | 198.51.100.9, 192.0.2.1            | 192.0.2.1",
                "2 | 198.51.100.9, 192.0.2.1, 203.0.113.7 | 192.0.2.1",
                "2 | 192.0.2.1                          | 192.0.2.1",
            })
    void aNumberOfHopsTrustsWhateverAddressesTheProxiesHave(int hops, String header, String client) {
        assertThat(network(hops(hops), "203.0.113.5", "X-Forwarded-For", header))
                .isEqualTo(client);
    }

    @Test
    void schemeAndHostAreThoseOfTheFirstTrustedProxy() {
        Client standard = found(
                TRUSTING,
                PROXY,
                "Forwarded",
                "for=198.51.100.9;host=evil.example, for=192.0.2.1;proto=HTTPS;host=a.example, for=10.9.9.9;proto=http");
        assertThat(standard.forwardedScheme()).contains("https");
        assertThat(standard.forwardedHost()).contains("a.example");

        Client custom = found(
                TRUSTING,
                PROXY,
                "X-Forwarded-For",
                "192.0.2.1, 10.9.9.9",
                "X-Forwarded-Proto",
                "https, http",
                "X-Forwarded-Host",
                "a.example");
        assertThat(custom).isEqualTo(standard);
    }

    @Test
    void aConnectionWithoutAnAddressHasOneForAll() {
        assertThat(TRUSTING.resolve(Optional.empty(), MultiMap.caseInsensitiveMultiMap())
                        .address())
                .isEqualTo(ClientAddress.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Forwarded-For", "Forwarded"})
    void aLongHeaderIsReadInOnePass(String header) {
        for (String text : List.of(",", "for=\"\\", "for=10.0.0.1,", " ", "\"", ";=", "10.0.0.1,")) {
            long before = cpuNanos();
            network(TRUSTING, PROXY, header, text.repeat(1_000_000 / text.length()));
            assertThat(cpuNanos() - before).isLessThan(2_000_000_000L);
        }
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
