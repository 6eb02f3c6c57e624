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

/** Where the links of a page lead, as far as they lead to pages, mailboxes or telephones. */
final class PageLinks {
    private static final int LONGEST = 500;
    private static final TextPattern MAIL =
            TextPattern.of(LONGEST, "mailto:([\\w.!#$&'*+/=?^`{|}~-]{1,64}@[\\w.-]{1,190})(\\?.*)?");
    private static final TextPattern PHONE = TextPattern.of(LONGEST, "tel:(\\+?[\\d().\\s/-]{3,40})");

    private final PageUrl page;

    PageLinks(URI page) {
        this.page = PageUrl.parse(page.toString());
    }

    /** The page itself. */
    String self() {
        return page.toString();
    }

    /** Absolute; empty for scripts, data and everything else that is not to be followed. */
    Optional<String> target(Element element, String attribute) {
        String url = element.absUrl(attribute).strip();
        if (url.isEmpty() || url.length() > LONGEST) {
            return Optional.empty();
        }
        String lower = url.toLowerCase(Locale.ROOT);
        if (lower.startsWith("mailto:")) {
            return MAIL.match("mailto:" + url.substring("mailto:".length())).map(mail -> "mailto:" + mail.group(1));
        }
        if (lower.startsWith("tel:")) {
            return PHONE.match("tel:" + url.substring("tel:".length()).replace("%20", " "))
                    .map(phone -> "tel:" + dialled(phone.group(1)));
        }
        return web(url);
    }

    /** Whether it leads to another page of the same site, with or without www. */
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
                    .filter(target -> target.length() <= LONGEST);
        } catch (Failure notAPage) {
            return Optional.empty();
        }
    }

    private static String dialled(String number) {
        StringBuilder dialled = new StringBuilder();
        number.chars().filter(c -> c == '+' || Chars.isDigit(c)).forEach(c -> dialled.append((char) c));
        return dialled.toString();
    }

    private static String site(String authority) {
        return authority.startsWith("www.") ? authority.substring("www.".length()) : authority;
    }
}
