package dev.pressroom.bench;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * One HTTP/1.1 connection that sends ready-made requests and reads just enough of the answers, so that the load costs
 * little beside what is measured. Answers with a body must have a
 * {@code content-length}.
 */
final class LoadConnection {
    private static final byte[] NAME = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NOTHING = {};

    private final NetSocket socket;
    private final Handler<Answer> onAnswer;
    private byte[] rest = NOTHING;

    /** @param onAnswer gets each answer */
    LoadConnection(NetSocket socket, Handler<Answer> onAnswer) {
        this.socket = socket;
        this.onAnswer = onAnswer;
        socket.handler(piece -> received(piece.getBytes()));
    }

    /** An answer within the bytes that came: the body goes from {@code start} to {@code end}. */
    record Answer(int status, byte[] bytes, int start, int end) {
        String body() {
            return new String(bytes, start, end - start, StandardCharsets.UTF_8);
        }
    }

    /** A whole request, ready to be sent. */
    static Buffer request(String method, String path, String token, String body) {
        return request(method, path, token, body, Optional.empty());
    }

    /** @param etag the value of {@code if-none-match} */
    static Buffer request(String method, String path, String token, String body, Optional<String> etag) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        String head = method + " " + path + " HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer " + token + "\r\n"
                + etag.map(tag -> "if-none-match: " + tag + "\r\n").orElse("");
        String type = content.length == 0
                ? ""
                : "content-type: application/json\r\ncontent-length: " + content.length + "\r\n";
        return Buffer.buffer(head + type + "\r\n").appendBytes(content);
    }

    void send(Buffer request) {
        socket.write(request);
    }

    private void received(byte[] piece) {
        byte[] all = rest.length == 0 ? piece : joined(rest, piece);
        int from = 0;
        for (int next = answered(all, from); next > from; next = answered(all, from)) {
            from = next;
        }
        rest = from == all.length ? NOTHING : Arrays.copyOfRange(all, from, all.length);
    }

    /** Where the answer that begins at {@code from} ends; {@code from} when it is not there yet. */
    private int answered(byte[] all, int from) {
        int length = -1;
        for (int i = from; i + 3 < all.length; i++) {
            if (all[i] == '\n' && isName(all, i + 1)) {
                length = number(all, i + 1 + NAME.length);
            } else if (all[i] == '\r' && all[i + 2] == '\r') {
                int body = i + 4;
                int end = body + Math.max(0, length);
                if (end > all.length) {
                    return from;
                }
                onAnswer.handle(new Answer(number(all, from + 9), all, body, end));
                return end;
            }
        }
        return from;
    }

    private static boolean isName(byte[] all, int at) {
        if (at + NAME.length >= all.length) {
            return false;
        }
        for (int i = 0; i < NAME.length; i++) {
            if ((all[at + i] | 0x20) != (NAME[i] | 0x20)) {
                return false;
            }
        }
        return true;
    }

    private static int number(byte[] all, int at) {
        int number = 0;
        for (int i = at; i < all.length; i++) {
            if (all[i] >= '0' && all[i] <= '9') {
                number = number * 10 + all[i] - '0';
            } else if (all[i] != ' ') {
                break;
            }
        }
        return number;
    }

    private static byte[] joined(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }
}
