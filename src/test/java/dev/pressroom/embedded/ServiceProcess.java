package dev.pressroom.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM of its own that opens a data folder and starts both servers, as the service does: to be killed by a test. */
final class ServiceProcess implements AutoCloseable {
    private final Process process;
    private final List<String> lines;

    private ServiceProcess(Process process, List<String> lines) {
        this.process = process;
        this.lines = lines;
    }

    /** Runs in the child: it serves until its input ends, and then stops properly. */
    public static void main(String[] arguments) throws IOException {
        try (DataFolder data = DataFolder.open(Path.of(arguments[0]));
                EmbeddedServers servers = EmbeddedServers.start(data, true, true)) {
            data.announce("http://localhost:4711");
            System.out.println(servers.postgresUrl().orElseThrow());
            System.out.println(servers.redisUrl().orElseThrow());
            System.in.read();
        } catch (StartFailure why) {
            System.out.println(why.getMessage());
        }
    }

    /** Starts the child and waits until its servers run. */
    static ServiceProcess start(Path folder) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String classes = System.getProperty("java.class.path");
        Process process = new ProcessBuilder(java, "-cp", classes, ServiceProcess.class.getName(), folder.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader reader = process.inputReader();
        List<String> lines = new ArrayList<>();
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
            if (line.matches("(postgresql|redis)://.*|Pressroom is .*")) {
                lines.add(line);
            }
            if (lines.size() == 2) {
                break;
            }
        }
        return new ServiceProcess(process, lines);
    }

    /** What it said for its users: two URLs, or why it does not start. */
    List<String> lines() {
        return lines;
    }

    long pid() {
        return process.pid();
    }

    /** {@code kill -9} */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Asks it to stop, and waits. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.onExit().join();
    }
}
