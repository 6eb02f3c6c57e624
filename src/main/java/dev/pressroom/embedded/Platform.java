package dev.pressroom.embedded;

import java.util.Locale;

/** Operating system and processor architecture, which select the bundled programs. */
record Platform(Os os, String arch) {
    enum Os {
        LINUX,
        MAC,
        WINDOWS,
        OTHER
    }

    static Platform current() {
        return of(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    /** @param name and {@code arch} values of the system properties {@code os.name} and {@code os.arch} */
    static Platform of(String name, String arch) {
        return new Platform(os(name.toLowerCase(Locale.ROOT)), arch(arch.toLowerCase(Locale.ROOT)));
    }

    /**
     * The resource in the jar with PostgreSQL for this machine. The jar contains PostgreSQL only for the platform on which
     * it was built.
     */
    String postgresArchive() {
        String system = os == Os.MAC ? "darwin" : os.name().toLowerCase(Locale.ROOT);
        return "postgres-" + system + "-" + (arch.equals("arm64") ? "arm_64" : "x86_64") + ".txz";
    }

    /** The resource in the jar with Redis for this machine; there is none for Windows. */
    String redisProgram(String version) {
        String system = os == Os.MAC ? "darwin" : os.name().toLowerCase(Locale.ROOT);
        return "redis-server-" + version + "-" + system + "-" + arch;
    }

    /** The file name of a program on this system. */
    String program(String name) {
        return os == Os.WINDOWS ? name + ".exe" : name;
    }

    @Override
    public String toString() {
        return System.getProperty("os.name") + " on " + arch;
    }

    private static Os os(String name) {
        if (name.contains("linux")) {
            return Os.LINUX;
        }
        if (name.contains("mac")) {
            return Os.MAC;
        }
        return name.contains("windows") ? Os.WINDOWS : Os.OTHER;
    }

    private static String arch(String arch) {
        return switch (arch) {
            case "aarch64", "arm64" -> "arm64";
            case "x86_64", "amd64" -> "amd64";
            default -> arch;
        };
    }
}
