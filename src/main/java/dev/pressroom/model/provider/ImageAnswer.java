package dev.pressroom.model.provider;

import dev.pressroom.base.ErrorCode;
import dev.pressroom.base.Failure;
import dev.pressroom.image.Image;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * The image in the answer of a provider.
 *
 * @param tokens used, if reported
 */
record ImageAnswer(Image image, Optional<TokenCount> tokens) {
    /** @throws Failure with {@code MODEL_ANSWER_INVALID} */
    static ImageAnswer read(Buffer answer) {
        JsonObject json = json(answer);
        JsonObject item = item(json);
        if (!(item.getValue("b64_json") instanceof String base64)) {
            throw item.containsKey("url")
                    ? invalid("The image model answers with a URL instead of an image; URLs are not fetched."
                            + " Choose an OPENAI_IMAGE_MODEL that can answer with b64_json.")
                    : invalid("The image model sent no image. Try again.");
        }
        byte[] bytes = decoded(base64);
        String type = contentType(bytes)
                .orElseThrow(() -> invalid("The image model sent data that is not a PNG, JPEG or WebP image."));
        return new ImageAnswer(
                new Image(type, Buffer.buffer(bytes)),
                TokenCount.read(json.getValue("usage"), "output_tokens", "input_tokens"));
    }

    private static JsonObject json(Buffer answer) {
        try {
            return new JsonObject(answer);
        } catch (DecodeException | ClassCastException garbage) {
            throw invalid("The image model sent an invalid answer. Try again.");
        }
    }

    private static JsonObject item(JsonObject answer) {
        try {
            return answer.getJsonArray("data").getJsonObject(0);
        } catch (ClassCastException | NullPointerException | IndexOutOfBoundsException garbage) {
            throw invalid("The image model sent an invalid answer. Try again.");
        }
    }

    private static byte[] decoded(String base64) {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException garbage) {
            throw invalid("The image model sent data that is not an image. Try again.");
        }
    }

    /** Detected by the first bytes. SVG is not accepted, since it can contain scripts. */
    private static Optional<String> contentType(byte[] bytes) {
        String head = new String(bytes, 0, Math.min(12, bytes.length), StandardCharsets.ISO_8859_1);
        if (head.startsWith("\u0089PNG\r\n\u001a\n")) {
            return Optional.of("image/png");
        }
        if (head.startsWith("\u00ff\u00d8\u00ff")) {
            return Optional.of("image/jpeg");
        }
        return head.startsWith("RIFF") && head.endsWith("WEBP") ? Optional.of("image/webp") : Optional.empty();
    }

    private static Failure invalid(String message) {
        return new Failure(ErrorCode.MODEL_ANSWER_INVALID, message);
    }
}
