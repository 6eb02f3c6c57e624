package dev.pressroom.model;

/** The names of the kinds of work that a model is asked for: {@link Prompt#task}. */
public final class Task {
    public static final String OUTLINE = "content.outline";
    public static final String ARTICLE = "content.article";
    public static final String VISUALS = "content.visuals";
    public static final String SEO = "content.seo";

    private Task() {}
}
