package dev.pressroom.page.url;

import dev.pressroom.base.Chars;
import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;

/** Parses IP addresses as the URL standard does (WHATWG URL, host parsing). */
final class IpAddresses {
    private static final int PARTS = 4;
    private static final int MAX_DIGITS = 12;
    private static final long INVALID = -1;

    private IpAddresses() {}

    /** An IPv6 address without brackets and zone. An IPv4-mapped address stays an IPv6 address. */
    static Optional<InetAddress> ipv6(String text) {
        if (text.indexOf('%') >= 0 || !NetUtil.isValidIpV6Address(text)) {
            return Optional.empty();
        }
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
        return Optional.ofNullable(bytes).map(IpAddresses::address);
    }

    /** Whether browsers parse the host as an IPv4 address, even if it is an invalid one ("ends in a number"). */
    static boolean looksLikeIpv4(String host) {
        String last = host.substring(host.lastIndexOf('.') + 1);
        return Chars.all(last, 1, Integer.MAX_VALUE, Chars::isDigit)
                || isHexadecimal(last) && Chars.all(last.substring(2), 0, Integer.MAX_VALUE, Chars::isHex);
    }

    /**
     * Parses one to four numbers, each decimal, octal (0…) or hexadecimal (0x…). The last one fills all remaining
     * bytes: 127.1, 0x7f000001 and 017700000001 are all 127.0.0.1.
     */
    static Optional<InetAddress> ipv4(String host) {
        List<String> parts = Chars.split(host, '.');
        if (parts.size() > PARTS) {
            return Optional.empty();
        }
        long value = 0;
        for (int i = 0; i < parts.size(); i++) {
            boolean last = i == parts.size() - 1;
            int bytes = last ? PARTS - i : 1;
            long number = number(parts.get(i));
            if (number == INVALID || number >= 1L << (8 * bytes)) {
                return Optional.empty();
            }
            value = (value << (8 * bytes)) | number;
        }
        return Optional.of(
                address(new byte[] {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value}));
    }

    private static boolean isHexadecimal(String number) {
        return number.startsWith("0x") || number.startsWith("0X");
    }

    private static long number(String text) {
        boolean hex = isHexadecimal(text);
        boolean octal = !hex && text.length() > 1 && text.startsWith("0");
        String digits = hex ? text.substring(2) : text;
        if (hex && digits.isEmpty()) {
            return 0;
        }
        int zeros = 0;
        while (zeros < digits.length() - 1 && digits.charAt(zeros) == '0') {
            zeros++;
        }
        String significant = digits.substring(zeros);
        int base = hex ? 16 : octal ? 8 : 10;
        boolean fits = Chars.all(significant, 1, MAX_DIGITS, c -> c < 0x80 && Character.digit(c, base) >= 0);
        return fits ? Long.parseLong(significant, base) : INVALID;
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return bytes.length == PARTS ? InetAddress.getByAddress(bytes) : Inet6Address.getByAddress(null, bytes, -1);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
