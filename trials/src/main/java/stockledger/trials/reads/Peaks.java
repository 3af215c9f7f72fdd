package stockledger.trials.reads;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Everything at full speed, in rounds: the limit first, and moments later what is held against it. */
final class Peaks {

    /** One thing that is measured in each round. */
    static final class Line {

        private final Asked asked;
        private final Asked.@Nullable Changes changes;
        private final Series series;

        private Line(String name, Asked asked, Asked.@Nullable Changes changes) {
            this.asked = asked;
            this.changes = changes;
            this.series = new Series(name);
        }

        Asked asked() {
            return asked;
        }

        Asked.@Nullable Changes changes() {
            return changes;
        }

        double perSecond() {
            return series.perSecond();
        }

        double ofLimit() {
            return series.ofLimit();
        }
    }

    private final ReadsOptions options;
    private final Timeline timeline;
    private final @Nullable RedisAddress redis;
    private final List<Line> lines = new ArrayList<>();
    private boolean measured;

    Peaks(ReadsOptions options, Timeline timeline, Asked limit, @Nullable RedisAddress redis) {
        this.options = options;
        this.timeline = timeline;
        this.redis = redis;
        lines.add(new Line("the constant answer", limit, null));
    }

    void pages(Asked asked, Asked.@Nullable Changes changes) {
        lines.add(new Line("product pages", asked, null));
        if (changes != null) {
            lines.add(new Line("product pages, with changes", asked, changes));
        }
    }

    void lists(Asked asked) {
        lines.add(new Line("lists of 20", asked, null));
    }

    void availability(Asked asked) {
        lines.add(new Line("availability of 50", asked, null));
    }

    Line limit() {
        return line("the constant answer");
    }

    Line pages() {
        return line("product pages");
    }

    Line changed() {
        return line("product pages, with changes");
    }

    Line lists() {
        return line("lists of 20");
    }

    Line availability() {
        return line("availability of 50");
    }

    private Line line(String name) {
        return lines.stream()
                .filter(line -> line.series.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no line of " + name));
    }

    boolean isMeasured() {
        return measured;
    }

    List<Series.Row> rows() {
        return lines.stream().map(line -> line.series.row()).toList();
    }

    /** Until compilers and caches have done their work. */
    void warm() throws IOException {
        for (Line line : lines.subList(1, lines.size())) {
            double seconds = line.changes == null ? options.warmSeconds : options.warmSeconds / 2;
            timeline.phase(
                    "warming up: " + line.series.name(),
                    () -> line.asked.asMuchAsCanBe(options.connections, Asked.Span.of(seconds), line.changes));
        }
    }

    void run() throws IOException {
        RedisAddress raw = redis;
        if (raw != null) {
            raw.prepare();
            lines.add(new Line("GET of raw Redis", raw.get(), null));
        }
        for (int round = 1; round <= options.rounds; round++) {
            double limit = 0;
            for (Line line : lines) {
                Measured result = timeline.phase(
                        line.series.name() + ", round " + round,
                        () -> line.asked.asMuchAsCanBe(
                                options.connections, Asked.Span.of(options.seconds), line.changes));
                limit = line == lines.get(0) ? result.perSecond() : limit;
                line.series.add(result, limit);
            }
        }
        if (raw != null) {
            raw.forget();
        }
        measured = true;
    }
}
