package dev.pressroom.cli.remote;

import java.util.Iterator;
import java.util.List;

/** The job types, for completion; the service checks the value. */
final class JobTypes implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
        return List.of("content_generation", "website_analysis").iterator();
    }
}
