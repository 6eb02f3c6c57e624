package dev.pressroom.account;

import dev.pressroom.base.IpAddress;

/**
 * The network address of a client.
 *
 * @param network the unit of limits: an IPv4 address or an IPv6 /64 network, the smallest network that internet providers
 *     assign to a customer; for example {@code 192.0.2.1} or {@code 2001:0db8:0001:0002::/64}
 */
public record ClientAddress(String network) {
    /** For connections without an IP address, such as those over a Unix domain socket. */
    public static final ClientAddress UNKNOWN = new ClientAddress("unknown");

    public static ClientAddress of(IpAddress address) {
        return new ClientAddress(address.network());
    }

    /** @param literal an IP address literal; names are not resolved but give {@link #UNKNOWN} */
    public static ClientAddress of(String literal) {
        return IpAddress.parse(literal).map(ClientAddress::of).orElse(UNKNOWN);
    }
}
