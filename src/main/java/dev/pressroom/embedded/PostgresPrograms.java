package dev.pressroom.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The programs of PostgreSQL for this machine. It refuses to run as root: then they run in a user namespace of their
 * own, in which they are nobody in particular while their files stay root's.
 */
record PostgresPrograms(Path folder, Platform platform, List<String> shedding) {
    private static final Duration MOMENT = Duration.ofSeconds(10);
    private static final String INSTEAD = " Give the service a server of your own: DATABASE_URL=postgresql://...";

    /** @throws StartFailure when there is no PostgreSQL for this machine, or when root cannot be shed */
    static PostgresPrograms in(Path programs) {
        Platform platform = Platform.current();
        BundledPrograms archive = BundledPrograms.find(platform.postgresArchive())
                .orElseThrow(() -> new StartFailure("No PostgreSQL for " + platform + " is built in." + INSTEAD));
        try {
            return new PostgresPrograms(archive.unpack(programs, "postgres"), platform, shedding(platform));
        } catch (IOException e) {
            throw new StartFailure("PostgreSQL cannot be unpacked into " + programs + " (" + e + ")." + INSTEAD, e);
        }
    }

    /** Runs one of the programs to its end. */
    SystemCommands.Result run(Duration limit, String program, List<String> arguments) throws IOException {
        return run(limit, program, arguments, "");
    }

    /** As {@link #run(Duration, String, List)}, with a few lines for the program to read. */
    SystemCommands.Result run(Duration limit, String program, List<String> arguments, String input) throws IOException {
        List<String> command = new ArrayList<>(shedding);
        command.add(folder.resolve("bin").resolve(platform.program(program)).toString());
        command.addAll(arguments);
        return SystemCommands.run(limit, command, input);
    }

    private static List<String> shedding(Platform platform) throws IOException {
        if (platform.os() == Platform.Os.WINDOWS || !isRoot()) {
            return List.of();
        }
        List<String> shedding = List.of("unshare", "-U");
        String reason = platform.os() == Platform.Os.LINUX ? whyNot(shedding) : "there is no unshare here";
        if (!reason.isEmpty()) {
            throw new StartFailure(
                    "PostgreSQL does not run as root, and root cannot be shed here (" + reason
                            + "). Run the service as another user, or with a server of your own: DATABASE_URL=postgresql://...");
        }
        return shedding;
    }

    private static boolean isRoot() throws IOException {
        return SystemCommands.run(MOMENT, List.of("id", "-u")).output().equals("0");
    }

    /** PostgreSQL asks for the name of its user, so a number alone is not enough. */
    private static String whyNot(List<String> shedding) {
        List<String> command = new ArrayList<>(shedding);
        command.addAll(List.of("id", "-un"));
        try {
            SystemCommands.Result result = SystemCommands.run(MOMENT, command);
            return result.succeeded() && !result.output().equals("root") ? "" : result.output();
        } catch (IOException e) {
            return e.getMessage();
        }
    }
}
