package dev.pressroom.base;

import java.util.Optional;

/** A network in CIDR notation ({@code 10.0.0.0/8}): all addresses that share its prefix. */
public final class IpBlock {
    private static final int MAX_DIGITS = 3;

    private final byte[] start;
    private final int bits;

    private IpBlock(byte[] start, int bits) {
        this.start = start;
        this.bits = bits;
    }

    /** Parses a network, or a single address as a network of one; empty for anything else. */
    public static Optional<IpBlock> parse(String text) {
        int slash = text.indexOf('/');
        Optional<IpAddress> start = IpAddress.parse(slash < 0 ? text : text.substring(0, slash));
        if (slash < 0) {
            return start.map(address -> new IpBlock(address.bytes(), address.bytes().length * Byte.SIZE));
        }
        int bits = bits(text.substring(slash + 1));
        return start.filter(address -> bits >= 0 && bits <= address.bytes().length * Byte.SIZE)
                .map(address -> new IpBlock(address.bytes(), bits));
    }

    private static int bits(String digits) {
        boolean isNumber = !digits.isEmpty()
                && digits.length() <= MAX_DIGITS
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return isNumber ? Integer.parseInt(digits) : -1;
    }

    public boolean contains(IpAddress address) {
        return contains(address.bytes());
    }

    /** @param address 4 bytes of IPv4, or 16 of IPv6 */
    public boolean contains(byte[] address) {
        if (address.length != start.length) {
            return false;
        }
        int whole = bits / Byte.SIZE;
        for (int i = 0; i < whole; i++) {
            if (address[i] != start[i]) {
                return false;
            }
        }
        int rest = bits % Byte.SIZE;
        return rest == 0 || ((address[whole] ^ start[whole]) & 0xff) >> (Byte.SIZE - rest) == 0;
    }
}
