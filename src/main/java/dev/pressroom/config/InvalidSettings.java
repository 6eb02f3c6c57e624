package dev.pressroom.config;

import java.util.List;

/** The settings are invalid. The message has one line per fault and contains no secret. */
public final class InvalidSettings extends RuntimeException {
    private final transient List<String> faults;

    public InvalidSettings(List<String> faults) {
        super(String.join(System.lineSeparator(), faults));
        this.faults = List.copyOf(faults);
    }

    /** One line per fault, without secrets. */
    public List<String> faults() {
        return faults;
    }
}
