package dev.pressroom.store;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.TrustOptions;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.TrustManagerFactory;

/**
 * A database URL with the parameters of libpq, translated for both drivers: {@code sslmode}, {@code sslrootcert} (a PEM
 * file, or {@code system} for the authorities that Java trusts, which is also the default), {@code sslcert} and
 * {@code sslkey}. {@code channel_binding} is accepted but not enforced: neither driver can enforce it by URL.
 * {@code pgbouncer=true} declares a pooler in transaction mode.
 */
final class DatabaseUrl {
    private static final String SYSTEM_AUTHORITIES = "system";
    private static final String POOLED = "pgbouncer";

    /** A libpq parameter that the reactive driver would send to the server as an unknown setting. */
    private static final String CLIENT_ONLY = "fallback_application_name";

    private final PgConnectOptions options;
    private final Map<String, String> parameters;
    private final SslMode mode;

    private DatabaseUrl(PgConnectOptions options, Map<String, String> parameters, SslMode mode) {
        this.options = options;
        this.parameters = parameters;
        this.mode = mode;
    }

    /**
     * @throws Failure {@code DATABASE_UNAVAILABLE} with one sentence for the operator, when a mode is unknown or a file is
     *     missing
     */
    static DatabaseUrl parse(String url) {
        int query = url.indexOf('?');
        Map<String, String> parameters = query < 0 ? Map.of() : parameters(url.substring(query + 1));
        String remaining = parameters.entrySet().stream()
                .filter(parameter -> !isTranslated(parameter.getKey()))
                .map(parameter ->
                        parameter.getKey() + "=" + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        String base = query < 0 ? url : url.substring(0, query);
        PgConnectOptions options = PgConnectOptions.fromUri(remaining.isEmpty() ? base : base + "?" + remaining);
        if (options.getHost().startsWith("/")) {
            throw unusable("it names a Unix socket, and the database is reached by TCP only");
        }
        return new DatabaseUrl(options, parameters, mode(parameters));
    }

    /** True for a parameter that is not passed to the reactive driver as it is. */
    private static boolean isTranslated(String name) {
        return name.startsWith("ssl") || name.equals(CLIENT_ONLY);
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> found = new LinkedHashMap<>();
        for (String pair : query.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                found.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return found;
    }

    /** As with libpq, {@code require} checks the authority when a file of authorities is given. */
    private static SslMode mode(Map<String, String> parameters) {
        String given = parameters.getOrDefault("sslmode", name(SslMode.DISABLE));
        SslMode mode = Arrays.stream(SslMode.values())
                .filter(known -> name(known).equals(given))
                .findFirst()
                .orElseThrow(() -> unusable(
                        "sslmode must be one of disable, allow, prefer, require, verify-ca and" + " verify-full"));
        boolean hasFile = parameters.containsKey("sslrootcert");
        return mode == SslMode.REQUIRE && hasFile ? SslMode.VERIFY_CA : mode;
    }

    private static String name(SslMode mode) {
        return mode.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The URL with {@code pgbouncer=true} added. */
    static String pooled(String url) {
        return url + (url.contains("?") ? "&" : "?") + POOLED + "=true";
    }

    /** True when the URL declares whether there is a pooler. */
    boolean hasPoolerParameter() {
        return parameters.containsKey(POOLED);
    }

    /** True behind a pooler in transaction mode: server connections change with each transaction. */
    boolean isPooled() {
        return "true".equals(parameters.get(POOLED));
    }

    /** The options of the reactive driver, for the pools. */
    PgConnectOptions options() {
        PgConnectOptions connect = new PgConnectOptions(options).setSslMode(mode);
        return mode == SslMode.DISABLE ? connect : connect.setSslOptions(tls());
    }

    private ClientSSLOptions tls() {
        boolean verifies = mode == SslMode.VERIFY_CA || mode == SslMode.VERIFY_FULL;
        ClientSSLOptions tls = new ClientSSLOptions()
                .setHostnameVerificationAlgorithm(mode == SslMode.VERIFY_FULL ? "HTTPS" : "")
                .setTrustAll(!verifies);
        if (verifies) {
            tls.setTrustOptions(authorities());
        }
        file("sslcert")
                .ifPresent(certificate -> tls.setKeyCertOptions(new PemKeyCertOptions()
                        .addCertValue(content(certificate))
                        .addKeyValue(content(file("sslkey")
                                .orElseThrow(() -> unusable("sslcert needs sslkey, the file of its key"))))));
        return tls;
    }

    private TrustOptions authorities() {
        Optional<Path> file = file("sslrootcert");
        return file.isPresent()
                ? new PemTrustOptions().addCertValue(content(file.get()))
                : TrustOptions.wrap(systemAuthorities().getTrustManagers()[0]);
    }

    private static TrustManagerFactory systemAuthorities() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            return factory;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Optional<Path> file(String parameter) {
        return Optional.ofNullable(parameters.get(parameter))
                .filter(name -> !name.equals(SYSTEM_AUTHORITIES))
                .map(name -> readable(parameter, Path.of(name)));
    }

    private static Path readable(String parameter, Path file) {
        if (!Files.isReadable(file)) {
            throw unusable(parameter + " names a file that cannot be read: " + file);
        }
        return file;
    }

    private static Buffer content(Path file) {
        try {
            return Buffer.buffer(Files.readAllBytes(file));
        } catch (IOException e) {
            throw unusable("a file cannot be read: " + file);
        }
    }

    /** The URL for JDBC: the same address and TLS settings; without prepared statements behind a pooler. */
    String jdbc() {
        StringBuilder url = new StringBuilder("jdbc:postgresql://")
                .append(options.getHost().contains(":") ? "[" + options.getHost() + "]" : options.getHost())
                .append(':')
                .append(options.getPort())
                .append('/')
                .append(URLEncoder.encode(options.getDatabase(), StandardCharsets.UTF_8))
                .append("?sslmode=")
                .append(name(mode));
        Optional<Path> authorities = file("sslrootcert");
        authorities.ifPresent(path -> url.append("&sslrootcert=").append(encoded(path)));
        boolean verifies = mode == SslMode.VERIFY_CA || mode == SslMode.VERIFY_FULL;
        if (verifies && authorities.isEmpty()) {
            url.append("&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory");
        }
        if (isPooled()) {
            url.append("&prepareThreshold=0");
        }
        file("sslcert").ifPresent(path -> url.append("&sslcert=").append(encoded(path)));
        file("sslkey").ifPresent(path -> url.append("&sslkey=").append(encoded(path)));
        return url.toString();
    }

    private static String encoded(Path path) {
        return URLEncoder.encode(path.toAbsolutePath().toString(), StandardCharsets.UTF_8);
    }

    private static Failure unusable(String reason) {
        return new Failure(ErrorCode.DATABASE_UNAVAILABLE, "DATABASE_URL cannot be used: " + reason + ".");
    }
}
