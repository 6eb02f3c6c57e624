package dev.pressroom.model.draw;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXParseException;

/** An SVG as a program that reads XML sees it. */
record Drawing(Document document) {
    /** A line of text, with the space that it takes. */
    record Line(String text, double left, double right, double baseline, double size) {}

    static Drawing of(String svg) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new Strict());
            return new Drawing(builder.parse(new ByteArrayInputStream(svg.getBytes(StandardCharsets.UTF_8))));
        } catch (Exception e) {
            throw new AssertionError(svg, e);
        }
    }

    double width() {
        return number(document.getDocumentElement(), "width");
    }

    double height() {
        return number(document.getDocumentElement(), "height");
    }

    List<Element> all(String name) {
        NodeList nodes = document.getElementsByTagName(name);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> (Element) nodes.item(i))
                .toList();
    }

    List<Element> marked(String name, String kind) {
        return all(name).stream()
                .filter(element -> element.getAttribute("class").equals(kind))
                .toList();
    }

    List<Line> lines() {
        return all("text").stream().map(Drawing::line).toList();
    }

    /** All text that is to be seen, in order. */
    String words() {
        return String.join(" ", lines().stream().map(Line::text).toList());
    }

    static double number(Element element, String name) {
        return Double.parseDouble(element.getAttribute(name));
    }

    private static Line line(Element text) {
        double x = number(text, "x");
        double size = number(text, "font-size");
        boolean bold = text.getAttribute("font-weight").equals("700");
        double width = Caption.width(text.getTextContent(), size, bold);
        boolean rightToLeft = text.getAttribute("direction").equals("rtl");
        double left = switch (text.getAttribute("text-anchor")) {
            case "middle" -> x - width / 2;
            case "end" -> rightToLeft ? x : x - width;
            default -> rightToLeft ? x - width : x;
        };
        return new Line(text.getTextContent(), left, left + width, number(text, "y"), size);
    }

    private static final class Strict implements ErrorHandler {
        @Override
        public void warning(SAXParseException e) throws SAXParseException {
            throw e;
        }

        @Override
        public void error(SAXParseException e) throws SAXParseException {
            throw e;
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXParseException {
            throw e;
        }
    }
}
