package dev.pressroom.account;

import dev.pressroom.base.IpAddress;

/**
 * Where a request comes from.
 *
 * @param network that counts as one client: an IPv4 address, or the first 64 bits of an IPv6 one, since a single customer
 *     has at least so many; for example {@code 192.0.2.1} or {@code 2001:0db8:0001:0002::/64}
 */
public record ClientAddress(String network) {
    /** Of connections that have no IP address, such as those of a Unix domain socket. */
    public static final ClientAddress UNKNOWN = new ClientAddress("unknown");

    public static ClientAddress of(IpAddress address) {
        return new ClientAddress(address.network());
    }

    /** @param literal an address in numbers; never looked up */
    public static ClientAddress of(String literal) {
        return IpAddress.parse(literal).map(ClientAddress::of).orElse(UNKNOWN);
    }
}
