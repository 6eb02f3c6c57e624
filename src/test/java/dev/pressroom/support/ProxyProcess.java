package dev.pressroom.support;

import dev.pressroom.base.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An installed nginx or Caddy with the configuration of {@code conf}, in which only addresses, ports, folders and the times
 * that a test names are replaced. It serves a host of its own and the path {@code /press} of another one.
 */
public final class ProxyProcess implements AutoCloseable {
    private static final Path NGINX = Path.of("/usr/sbin/nginx");
    private static final Path CADDY = Path.of("/usr/bin/caddy");
    private static final Duration START = Duration.ofSeconds(30);
    private static final String MAIN = """
            daemon off;
            worker_processes 1;
            pid %1$s/pid;
            events {}
            http {
                client_body_temp_path %1$s/body;
                proxy_temp_path %1$s/proxy;
                fastcgi_temp_path %1$s/fastcgi;
                uwsgi_temp_path %1$s/uwsgi;
                scgi_temp_path %1$s/scgi;
                include %1$s/pressroom.conf;
                include %1$s/pressroom-path.conf;
            }
            """;

    private final Process process;
    private final Path folder;
    private final int port;
    private final int pathPort;

    private ProxyProcess(Process process, Path folder, int port, int pathPort) {
        this.process = process;
        this.folder = folder;
        this.port = port;
        this.pathPort = pathPort;
    }

    public static boolean hasNginx() {
        return Files.isExecutable(NGINX);
    }

    public static boolean hasCaddy() {
        return Files.isExecutable(CADDY);
    }

    /**
     * Starts nginx.
     *
     * @param pathPort of the server with the path; that of the other one is free
     * @param readTimeout instead of the one in the file, such as {@code 3s}
     * @param nodes ports of the nodes
     */
    public static ProxyProcess nginx(int pathPort, String readTimeout, Integer... nodes) {
        Path folder = folder();
        int port = FreePort.at("127.0.0.1");
        String servers = Stream.of(nodes)
                .map(node -> "server 127.0.0.1:" + node + " max_fails=1 fail_timeout=2s;")
                .collect(Collectors.joining("\n"));
        copy(folder, "pressroom-proxy.conf", "proxy_read_timeout 75s", "proxy_read_timeout " + readTimeout);
        copy(
                folder,
                "pressroom.conf",
                "listen 80",
                "listen 127.0.0.1:" + port,
                "server 127.0.0.1:8080 max_fails=1 fail_timeout=2s;",
                servers);
        copy(folder, "pressroom-path.conf", "listen 80", "listen 127.0.0.1:" + pathPort);
        Path main = write(folder.resolve("nginx.conf"), MAIN.formatted(folder));
        return start(
                List.of(NGINX.toString(), "-c", main.toString(), "-e", folder + "/start.log"), folder, port, pathPort);
    }

    private static void copy(Path folder, String file, String... replaced) {
        String text = read(Path.of("conf", "nginx", file))
                .replace("/etc/nginx/snippets", folder.toString())
                .replace("/var/log/nginx", folder.toString());
        write(folder.resolve(file), replace(text, replaced));
    }

    /** Starts Caddy without certificates. */
    public static ProxyProcess caddy(int pathPort, int node) {
        Path folder = folder();
        int port = FreePort.at("127.0.0.1");
        String text = replace(
                read(Path.of("conf", "caddy", "Caddyfile")),
                "reverse_proxy 127.0.0.1:8080",
                "reverse_proxy 127.0.0.1:" + node,
                "pressroom.example.com {",
                "http://127.0.0.1:" + port + " {",
                "\nexample.com {",
                "\nhttp://127.0.0.1:" + pathPort + " {");
        Path file = write(folder.resolve("Caddyfile"), "{\n\tadmin off\n\tauto_https off\n}\n" + text);
        return start(
                List.of(CADDY.toString(), "run", "--adapter", "caddyfile", "--config", file.toString()),
                folder,
                port,
                pathPort);
    }

    private static ProxyProcess start(List<String> command, Path folder, int port, int pathPort) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        builder.environment().put("HOME", folder.toString());
        try {
            ProxyProcess proxy = new ProxyProcess(builder.start(), folder, port, pathPort);
            Await.until(START, () -> proxy.isListening(port) && proxy.isListening(pathPort));
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isListening(int where) {
        if (!process.isAlive()) {
            throw new IllegalStateException(read(folder.resolve("output")));
        }
        try (Socket socket = new Socket("127.0.0.1", where)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    public int port() {
        return port;
    }

    /** The service at a host of its own. */
    public String url() {
        return "http://127.0.0.1:" + port;
    }

    /** The service under a path. */
    public String pathUrl() {
        return "http://127.0.0.1:" + pathPort + "/press";
    }

    /** All that nginx has logged. */
    public String logs() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".log"))
                    .map(ProxyProcess::read)
                    .collect(Collectors.joining("\n"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path folder() {
        try {
            Path folder = Files.createTempDirectory("proxy");
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param replaced texts, each of which must be there, and their replacements in turn */
    private static String replace(String text, String... replaced) {
        String result = text;
        for (int i = 0; i < replaced.length; i += 2) {
            if (!result.contains(replaced[i])) {
                throw new IllegalStateException("no longer in the file: " + replaced[i]);
            }
            result = result.replace(replaced[i], replaced[i + 1]);
        }
        return result;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        TestFolder.delete(folder);
    }
}
