package dev.pressroom.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A separate JVM that opens a data folder and starts both servers, as the service does; tests can kill it. */
final class ServiceProcess implements AutoCloseable {
    private final Process process;
    private final List<String> lines;

    private ServiceProcess(Process process, List<String> lines) {
        this.process = process;
        this.lines = lines;
    }

    /** Runs in the child process until its standard input ends, then stops the servers. */
    public static void main(String[] arguments) throws IOException {
        try (DataFolder data = DataFolder.open(Path.of(arguments[0]));
                EmbeddedServers servers = EmbeddedServers.start(data, true, true)) {
            data.publishUrl("http://localhost:4711");
            System.out.println(servers.postgresUrl().orElseThrow());
            System.out.println(servers.redisUrl().orElseThrow());
            System.in.read();
        } catch (StartFailure why) {
            System.out.println(why.getMessage());
        }
    }

    /** Starts the child process and waits until its servers run. */
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

    /** Its output: two URLs, or the reason why it does not start. */
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

    /** Stops it and waits for its end. */
    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.onExit().join();
    }
}
