package dev.pressroom.page.read;

import dev.pressroom.base.Chars;
import dev.pressroom.base.Failure;
import dev.pressroom.base.TextPattern;
import dev.pressroom.page.url.PageUrl;
import dev.pressroom.page.url.PercentEncoding;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import org.jsoup.nodes.Element;

/** Resolves and checks the link targets of a page: web pages, mail addresses and telephone numbers. */
final class PageLinks {
    private static final int MAX_CHARACTERS = 500;
    private static final TextPattern MAIL =
            TextPattern.of(MAX_CHARACTERS, "mailto:([\\w.!#$&'*+/=?^`{|}~-]{1,64}@[\\w.-]{1,190})(\\?.*)?");
    private static final TextPattern PHONE = TextPattern.of(MAX_CHARACTERS, "tel:(\\+?[\\d().\\s/-]{3,40})");

    private final PageUrl page;

    PageLinks(URI page) {
        this.page = PageUrl.parse(page.toString());
    }

    /** The URL of the page itself. */
    String self() {
        return page.toString();
    }

    /** The absolute target; empty for scripts, data and everything else that is not one of the three kinds. */
    Optional<String> target(Element element, String attribute) {
        String url = element.absUrl(attribute).strip();
        if (url.isEmpty() || url.length() > MAX_CHARACTERS) {
            return Optional.empty();
        }
        String lower = url.toLowerCase(Locale.ROOT);
        if (lower.startsWith("mailto:")) {
            return MAIL.match("mailto:" + url.substring("mailto:".length())).map(mail -> "mailto:" + mail.group(1));
        }
        if (lower.startsWith("tel:")) {
            return PHONE.match("tel:" + url.substring("tel:".length()).replace("%20", " "))
                    .map(phone -> "tel:" + phoneDigits(phone.group(1)));
        }
        return web(url);
    }

    /** Whether the target is another page of the same site, with or without {@code www.}. */
    boolean isInternal(String target) {
        return target.startsWith("http")
                && site(URI.create(target).getRawAuthority()).equals(site(page.authority()))
                && !withoutFragment(target).equals(page.toString());
    }

    static String withoutFragment(String target) {
        int hash = target.indexOf('#');
        return hash < 0 ? target : target.substring(0, hash);
    }

    private static Optional<String> web(String url) {
        try {
            int hash = url.indexOf('#');
            String fragment = hash < 0
                    ? ""
                    : '#' + PercentEncoding.of(url.substring(hash + 1).replace("#", ""));
            return Optional.of(PageUrl.parse(withoutFragment(url)) + fragment)
                    .filter(target -> target.length() <= MAX_CHARACTERS);
        } catch (Failure notAPage) {
            return Optional.empty();
        }
    }

    private static String phoneDigits(String number) {
        StringBuilder phoneDigits = new StringBuilder();
        number.chars().filter(c -> c == '+' || Chars.isDigit(c)).forEach(c -> phoneDigits.append((char) c));
        return phoneDigits.toString();
    }

    private static String site(String authority) {
        return authority.startsWith("www.") ? authority.substring("www.".length()) : authority;
    }
}
