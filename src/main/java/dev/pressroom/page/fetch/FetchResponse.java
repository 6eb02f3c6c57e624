package dev.pressroom.page.fetch;

import dev.pressroom.page.MediaType;
import dev.pressroom.page.PageFailures;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;

/** The response of a site with a success or redirect status. */
sealed interface FetchResponse {
    /** @param location as in the header; empty when there was none */
    record Redirect(Optional<String> location) implements FetchResponse {}

    /**
     * @param type media type; empty when the site sent none
     * @param body as received, so possibly compressed; of a long body the beginning
     */
    record Document(FetchTarget target, Optional<MediaType> type, Compression compression, Buffer body)
            implements FetchResponse {
        /**
         * Decompresses and decodes the body. Slow for a long one: belongs on a worker thread.
         *
         * @throws dev.pressroom.base.Failure {@code PAGE_TOO_LARGE}, {@code PAGE_UNREADABLE}, {@code PAGE_EMPTY} or
         *     {@code PAGE_NOT_HTML}
         */
        String text(FetchLimits limits) {
            byte[] bytes = compression.decompress(body, limits);
            if (bytes.length == 0) {
                throw PageFailures.empty();
            }
            String text = PageCharset.decode(bytes, type.flatMap(MediaType::charset));
            if (target == FetchTarget.PAGE && type.isEmpty() && !MediaType.looksLikeHtml(text)) {
                throw PageFailures.notHtml("a file of another type");
            }
            return text;
        }

        /**
         * Bytes of memory to decode and then parse the body; the length of a compressed one is unknown, so its maximum
         * is assumed.
         */
        long readMemory(FetchLimits limits) {
            long characters = compression == Compression.NONE ? body.length() : limits.keptBytes();
            return compression.decompressionMemory(body) + characters + target.parseMemory(characters);
        }

        String contentType() {
            return type.map(MediaType::name).orElse(MediaType.HTML);
        }
    }
}
