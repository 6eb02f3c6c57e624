package dev.pressroom.page.fetch;

import dev.pressroom.base.IpBlock;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides which IP addresses may be connected to: public unicast addresses, by the IANA special-purpose address
 * registries for IPv4 and IPv6 (RFC 6890). Only global unicast IPv6 (2000::/3) can be public, so mapped, compatible,
 * NAT64, unique local, link-local, site-local and multicast addresses are refused without being listed.
 */
public final class AddressGuard {
    private static final List<IpBlock> GLOBAL_UNICAST = blocks("2000::/3");

    private static final List<IpBlock> SPECIAL = blocks(
            // IPv4
            "0.0.0.0/8", // this network, unspecified
            "10.0.0.0/8", // private
            "100.64.0.0/10", // carrier-grade NAT, and Alibaba's metadata service
            "127.0.0.0/8", // loopback
            "168.63.129.16/32", // Azure's platform services, in a public range
            "169.254.0.0/16", // link-local, and the metadata service of most clouds
            "172.16.0.0/12", // private
            "192.0.0.0/24", // protocol assignments, and Oracle's metadata service
            "192.0.2.0/24", // documentation
            "192.31.196.0/24", // AS112
            "192.52.193.0/24", // automatic multicast tunnelling
            "192.88.99.0/24", // 6to4 relays
            "192.168.0.0/16", // private
            "192.175.48.0/24", // AS112
            "198.18.0.0/15", // benchmarks
            "198.51.100.0/24", // documentation
            "203.0.113.0/24", // documentation
            "224.0.0.0/4", // multicast
            "240.0.0.0/4", // reserved, broadcast
            // IPv6, within global unicast
            "2001::/23", // protocol assignments: Teredo, benchmarks, ORCHID
            "2001:db8::/32", // documentation
            "2002::/16", // 6to4
            "2620:4f:8000::/48", // AS112
            "3ffe::/16", // the former 6bone
            "3fff::/20"); // documentation

    private static final List<IpBlock> PRIVATE =
            blocks("10.0.0.0/8", "127.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "::1/128", "fc00::/7");

    private static final List<IpBlock> METADATA = blocks("fd00:ec2::/32", "fd20:ce::/32");

    private final boolean allowPrivate;

    /**
     * @param allowPrivate also allows loopback and private addresses; never link-local, metadata or multicast addresses
     */
    public AddressGuard(boolean allowPrivate) {
        this.allowPrivate = allowPrivate;
    }

    /** Whether connections to this address are allowed. */
    public boolean allows(InetAddress address) {
        byte[] bytes = address.getAddress();
        boolean allowedPrivate = allowPrivate && within(PRIVATE, bytes) && !within(METADATA, bytes);
        return allowedPrivate || isPublic(bytes);
    }

    private static boolean isPublic(byte[] bytes) {
        return (bytes.length == 4 || within(GLOBAL_UNICAST, bytes)) && !within(SPECIAL, bytes);
    }

    private static boolean within(List<IpBlock> blocks, byte[] address) {
        return blocks.stream().anyMatch(block -> block.contains(address));
    }

    private static List<IpBlock> blocks(String... texts) {
        return Stream.of(texts).map(IpBlock::parse).map(Optional::orElseThrow).toList();
    }
}
