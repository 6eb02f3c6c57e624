package dev.pressroom.store;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import io.vertx.redis.client.impl.types.ErrorType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;

/**
 * A Lua script for Redis.
 *
 * @param sha SHA-1 of the text in hex, the argument of {@code EVALSHA}
 */
public record Script(String text, String sha) {
    /** Loads {@code lua/<name>.lua} from the class path. */
    public static Script load(String name) {
        try (InputStream in = Script.class.getResourceAsStream("/lua/" + name + ".lua")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            byte[] digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return new Script(text, HexFormat.of().formatHex(digest));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Runs the script by {@code EVALSHA}, then by {@code EVAL} if the server does not have it.
     *
     * @param sender sends a command and passes {@code NOSCRIPT} failures on unchanged
     */
    public Future<Response> run(Function<Request, Future<Response>> sender, List<String> keys, List<String> arguments) {
        return sender.apply(request(Command.EVALSHA, sha, keys, arguments))
                .recover(cause -> isUnknown(cause)
                        ? sender.apply(request(Command.EVAL, text, keys, arguments))
                        : Future.failedFuture(cause));
    }

    /** True when a call failed because the server does not have the script. */
    public static boolean isUnknown(Throwable cause) {
        return cause instanceof ErrorType error && error.is("NOSCRIPT");
    }

    private static Request request(Command command, String script, List<String> keys, List<String> arguments) {
        Request request = Request.cmd(command).arg(script).arg(keys.size());
        keys.forEach(request::arg);
        arguments.forEach(request::arg);
        return request;
    }
}
