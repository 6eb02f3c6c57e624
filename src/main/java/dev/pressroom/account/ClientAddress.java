package dev.pressroom.account;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Where a request comes from.
 *
 * @param network what counts as one client: an IPv4 address, or the first 64 bits of an IPv6 one, since a single customer
 *     has at least so many
 */
public record ClientAddress(String network) {
    private static final int IPV6_BYTES = 16;

    /** @param literal an address in numbers, as connections have it; never looked up */
    public static ClientAddress of(String literal) {
        try {
            byte[] bytes = InetAddress.getByName(literal).getAddress();
            int counting = bytes.length == IPV6_BYTES ? IPV6_BYTES / 2 : bytes.length;
            return new ClientAddress(HexFormat.of().formatHex(Arrays.copyOf(bytes, counting)));
        } catch (UnknownHostException e) {
            return new ClientAddress(literal);
        }
    }
}
