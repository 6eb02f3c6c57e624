package dev.pressroom.model.demo;

import java.util.Locale;
import java.util.Set;

/** Takes the capitals out of a title, so that its words can stand within a sentence. */
final class ProperNames {
    private final Set<String> names;

    /** @param names words, in lower case, that keep their capital */
    ProperNames(Set<String> names) {
        this.names = names;
    }

    /**
     * A title in Title Case loses all capitals but those of names and abbreviations; a title in sentence case only
     * its first.
     */
    String lowered(String text) {
        String[] words = LimitedPattern.split(text, " ");
        boolean titleCase = isTitleCase(words);
        StringBuilder sentence = new StringBuilder();
        for (int i = 0; i < words.length; i++) {
            sentence.append(i == 0 ? "" : " ").append(i == 0 || titleCase ? lower(words[i]) : words[i]);
        }
        return sentence.toString();
    }

    private String lower(String word) {
        String bare = LimitedPattern.replaceAll(word, "^[^\\p{L}\\p{N}]+|[^\\p{L}\\p{N}]+$", "");
        boolean mixed =
                bare.length() > 1 && !bare.substring(1).equals(bare.substring(1).toLowerCase(Locale.ROOT));
        boolean single = bare.equals("I") || LimitedPattern.matches(bare, "I'\\w+");
        String stem = LimitedPattern.replaceAll(bare, "['’]s?$", "").toLowerCase(Locale.ROOT);
        return mixed || single || names.contains(stem) ? word : word.toLowerCase(Locale.ROOT);
    }

    private static boolean isTitleCase(String[] words) {
        int longer = 0;
        int capital = 0;
        for (String word : words) {
            if (word.length() > 3) {
                longer++;
                capital += Character.isUpperCase(word.charAt(0)) ? 1 : 0;
            }
        }
        return longer > 1 && capital * 10 >= longer * 7;
    }
}
