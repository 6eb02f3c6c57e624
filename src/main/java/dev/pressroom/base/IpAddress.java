package dev.pressroom.base;

import io.netty.util.NetUtil;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/** A numeric IP address. An IPv4-mapped IPv6 address ({@code ::ffff:192.0.2.1}) equals the IPv4 address. */
public final class IpAddress {
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;
    private static final int NETWORK_BYTES = 8;
    private static final byte[] MAPPED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};
    private static final HexFormat HEX = HexFormat.of();

    private final byte[] bytes;

    private IpAddress(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Parses a numeric address without brackets, port and zone; empty for anything else. Never resolves host names. */
    public static Optional<IpAddress> parse(String literal) {
        if (literal.indexOf('%') >= 0 || literal.indexOf('[') >= 0) {
            return Optional.empty();
        }
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(literal);
        return bytes == null ? Optional.empty() : Optional.of(new IpAddress(unmapped(bytes)));
    }

    private static byte[] unmapped(byte[] bytes) {
        return bytes.length == IPV6_BYTES && Arrays.equals(bytes, 0, MAPPED.length, MAPPED, 0, MAPPED.length)
                ? Arrays.copyOfRange(bytes, MAPPED.length, IPV6_BYTES)
                : bytes;
    }

    /** 4 bytes of IPv4, or 16 of IPv6. */
    byte[] bytes() {
        return bytes;
    }

    /** The network that counts as one client: the IPv4 address itself, or the /64 prefix of an IPv6 address. */
    public String network() {
        if (bytes.length == IPV4_BYTES) {
            return (bytes[0] & 0xff) + "." + (bytes[1] & 0xff) + "." + (bytes[2] & 0xff) + "." + (bytes[3] & 0xff);
        }
        StringBuilder network = new StringBuilder(24);
        for (int i = 0; i < NETWORK_BYTES; i += 2) {
            network.append(HEX.toHexDigits((short) (bytes[i] << 8 | bytes[i + 1] & 0xff)))
                    .append(':');
        }
        return network.append(":/64").toString();
    }

    public boolean isLoopback() {
        if (bytes.length == IPV4_BYTES) {
            return bytes[0] == 127;
        }
        return bytes[IPV6_BYTES - 1] == 1 && Arrays.equals(bytes, 0, IPV6_BYTES - 1, new byte[15], 0, 15);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof IpAddress address && Arrays.equals(bytes, address.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
