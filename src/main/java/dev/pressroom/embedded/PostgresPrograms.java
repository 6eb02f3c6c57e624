package dev.pressroom.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The programs of PostgreSQL for this machine. PostgreSQL refuses to run as root; as root, they run in a user namespace
 * ({@code unshare -U}), where they have the user nobody while root keeps owning their files.
 *
 * @param prefix the command before each program; empty unless this process is root's
 */
record PostgresPrograms(Path folder, Platform platform, List<String> prefix) {
    private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(10);
    private static final String ALTERNATIVE = " Give the service a server of your own: DATABASE_URL=postgresql://...";

    /** @throws StartFailure when the jar has no PostgreSQL for this machine, or root cannot create a user namespace */
    static PostgresPrograms in(Path programs) {
        Platform platform = Platform.current();
        BundledPrograms archive = BundledPrograms.find(platform.postgresArchive())
                .orElseThrow(() -> new StartFailure("No PostgreSQL for " + platform + " is built in." + ALTERNATIVE));
        try {
            return new PostgresPrograms(archive.unpack(programs, "postgres"), platform, prefix(platform));
        } catch (IOException e) {
            throw new StartFailure("PostgreSQL cannot be unpacked into " + programs + " (" + e + ")." + ALTERNATIVE, e);
        }
    }

    /** Runs one of the programs and waits for its end. */
    SystemCommands.Result run(Duration limit, String program, List<String> arguments) throws IOException {
        return run(limit, program, arguments, "");
    }

    /** As {@link #run(Duration, String, List)}, with standard input. */
    SystemCommands.Result run(Duration limit, String program, List<String> arguments, String input) throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(folder.resolve("bin").resolve(platform.program(program)).toString());
        command.addAll(arguments);
        return SystemCommands.run(limit, command, input);
    }

    private static List<String> prefix(Platform platform) throws IOException {
        if (platform.os() == Platform.Os.WINDOWS || !isRoot()) {
            return List.of();
        }
        List<String> prefix = List.of("unshare", "-U");
        String reason = platform.os() == Platform.Os.LINUX ? namespaceFault(prefix) : "there is no unshare here";
        if (!reason.isEmpty()) {
            throw new StartFailure(
                    "PostgreSQL does not run as root, and a user namespace does not work here (" + reason
                            + "). Run the service as another user, or with a server of your own: DATABASE_URL=postgresql://...");
        }
        return prefix;
    }

    private static boolean isRoot() throws IOException {
        return SystemCommands.run(COMMAND_TIMEOUT, List.of("id", "-u")).output().equals("0");
    }

    /** Why a user namespace does not work here; empty when it does. PostgreSQL needs a user name, not only a number. */
    private static String namespaceFault(List<String> prefix) {
        List<String> command = new ArrayList<>(prefix);
        command.addAll(List.of("id", "-un"));
        try {
            SystemCommands.Result result = SystemCommands.run(COMMAND_TIMEOUT, command);
            return result.succeeded() && !result.output().equals("root") ? "" : result.output();
        } catch (IOException e) {
            return e.getMessage();
        }
    }
}
