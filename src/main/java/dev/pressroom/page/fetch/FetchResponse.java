package dev.pressroom.page.fetch;

import dev.pressroom.page.MediaType;
import dev.pressroom.page.PageFailures;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/** What a site answered, when it was no refusal. */
sealed interface FetchResponse {
    /** @param location as the header has it; empty when there was none */
    record Redirect(Optional<String> location) implements FetchResponse {}

    /**
     * @param type of the content; empty when the site did not say
     * @param body as received: compressed, or the beginning of it
     */
    record Document(FetchTarget wanted, Optional<MediaType> type, Compression compression, Buffer body)
            implements FetchResponse {
        /**
         * The text of the page or the style sheet. Takes its time: belongs on a worker thread.
         *
         * @throws dev.pressroom.base.Failure when it is too large, broken, empty, or no HTML after all
         */
        String text(FetchLimits limits) {
            byte[] bytes = compression.unpack(body, limits);
            if (bytes.length == 0) {
                throw PageFailures.empty();
            }
            String text = PageCharset.decode(bytes, type.flatMap(MediaType::charset));
            if (wanted == FetchTarget.PAGE && type.isEmpty() && !MediaType.looksLikeHtml(text)) {
                throw PageFailures.notHtml("a file of another kind");
            }
            return text;
        }

        /** Memory for decoding and then parsing it: of a compressed page nobody knows how long it will be. */
        long bytesToRead(FetchLimits limits) {
            long characters = compression == Compression.NONE ? body.length() : limits.kept();
            return compression.bytesToUnpack(body) + characters + wanted.bytesToRead(characters);
        }

        String contentType() {
            return type.map(MediaType::name).orElse(MediaType.HTML);
        }
    }
}
