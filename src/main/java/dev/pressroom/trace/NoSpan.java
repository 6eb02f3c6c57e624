package dev.pressroom.trace;

import java.util.Optional;

final class NoSpan implements TraceSpan {
    @Override
    public TraceSpan child(String name, Kind kind) {
        return this;
    }

    @Override
    public TraceSpan set(String key, String value) {
        return this;
    }

    @Override
    public TraceSpan set(String key, long value) {
        return this;
    }

    @Override
    public void rename(String name) {}

    @Override
    public void event(String name, String errorType) {}

    @Override
    public void link(String traceparent, String relation) {}

    @Override
    public void failed(String errorType) {}

    @Override
    public Optional<String> traceparent() {
        return Optional.empty();
    }

    @Override
    public Optional<String> traceId() {
        return Optional.empty();
    }

    @Override
    public void end() {}
}
