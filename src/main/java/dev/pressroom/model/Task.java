package dev.pressroom.model;

/** The kinds of work for a model: values of {@link Prompt#task}. */
public final class Task {
    public static final String OUTLINE = "content.outline";
    public static final String ARTICLE = "content.article";
    public static final String VISUALS = "content.visuals";
    public static final String SEO = "content.seo";
    public static final String ANALYSIS = "website.analysis";
    public static final String OPENING = "website.opening";
    public static final String INSIGHTS = "website.insights";
    public static final String AUDIENCE = "website.audience";
    public static final String PITCH = "website.pitch";

    private Task() {}
}
