package dev.pressroom.pipeline.content;

/** What the model is told to do in each step. The facts follow as data. */
final class Instructions {
    static final String OUTLINE = """
            Outline a blog article on the given topic for the given business and audience.
            Keep the title as it is unless it can not be understood. Write in the language of the title.
            "metaDescription" has 120 to 160 characters. Give 3 to 6 tags and 4 to 8 SEO keywords, the main one first.
            Give 5 to 8 sections in order, each with a heading and 2 to 4 points.
            Suggest 1 to 3 calls to action that fit the business. Follow "instructions" where they ask for content or style.
            """;

    static final String ARTICLE = """
            Write the blog article that is outlined in "outline", for the given business and audience, in the language
            of the title, 900 to 1200 words of Markdown. Answer with the article alone.
            - Do not repeat the title. Begin with an introduction; every section has a heading of level 2 ("## ").
              Use lists where they help.
            - Be concrete and honest: no invented statistics, quotations, studies or customers.
            - Weave each item of "ctas" in once, as a Markdown link with exactly its "text" and "href", where its
              "placement" says; without a placement at the end.
            - When "organization" is given, the article appears on its website: name it, write in its "brandVoice", take up its
              "customerProblems", and when "ctas" is empty end with a link to the one of its own "ctas" that fits best, with
              exactly its "text" and "href".
            - Name each preloaded item once, on a line of its own, by its index: [TWEET:0], [ARTICLE:0], [VIDEO:0].
            - Follow "instructions" where they ask for content or style.
            """;

    static final String ARTICLE_VISUALS = """
            - Put in one ![IMAGE:hero_image:description] after the first paragraph, one or two
              ![IMAGE:illustration:description] further down, and at most one ![CHART:bar|title|label,label|1,2] whose
              numbers are stated or computed in the text itself. Each stands on a line of its own. A description has no
              brackets, colons or bars.
            """;

    static final String ARTICLE_NO_VISUALS = "- Put in no images and no charts.\n";

    static final String VISUALS = """
            Suggest pictures for the article in "content": one for each IMAGE and CHART placeholder in it, at most two
            more. "type" as in the placeholder, "description" what is to be seen, "placement" where it belongs, "prompt"
            a full prompt for an image generator, without text in the picture.
            """;

    static final String SEO = """
            Judge the article in "content" as an editor who knows search engines. "measured" has what was counted
            already; do not repeat it. Say in one or two sentences how well the article answers what somebody
            searching for its topic wants to know, then 2 to 3 strengths and 2 to 3 improvements, one sentence each.
            """;

    private Instructions() {}

    static String article(boolean visuals) {
        return ARTICLE + (visuals ? ARTICLE_VISUALS : ARTICLE_NO_VISUALS);
    }
}
