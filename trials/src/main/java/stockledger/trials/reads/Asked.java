package stockledger.trials.reads;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Who is asked, and for what. */
record Asked(InetSocketAddress address, Wire wire, Questions questions) {

    /** Who waits longer has no answer. */
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

    private static final int FEW = 8;

    /**
     * Changes that go on while others ask.
     *
     * @param perSecond 0 for none
     */
    record Changes(Asked told, double perSecond) {}

    /**
     * How long to ask.
     *
     * @param lead at first, not counted
     */
    record Span(Duration lead, Duration counted) {

        static Span of(double seconds) {
            long nanos = (long) (seconds * 1e9);
            return new Span(
                    Duration.ofNanos(Math.min(nanos / 5, TimeUnit.SECONDS.toNanos(1))), Duration.ofNanos(nanos));
        }
    }

    static Asked http(InetSocketAddress address, Questions questions) {
        return new Asked(address, new HttpWire(), questions);
    }

    /** As many answers as so many connections can get. */
    Measured asMuchAsCanBe(int connections, Span span, @Nullable Changes changes) throws IOException {
        long start = System.nanoTime();
        long from = start + span.lead().toNanos();
        long end = from + span.counted().toNanos();
        Times times = new Times(from, end);
        Loop.Line line = new Loop.Line(address, connections, wire, new ClosedLoop(questions, times, end));
        return run(line, times, changes, start, end);
    }

    /** So many questions in a second, whatever becomes of them. */
    Measured atRate(double perSecond, int connections, Span span, @Nullable Changes changes) throws IOException {
        long start = System.nanoTime();
        long from = start + span.lead().toNanos();
        long end = from + span.counted().toNanos();
        Times times = new Times(from, end);
        OpenLoop open = new OpenLoop(
                questions, times, start, end, perSecond, end + span.counted().toNanos() / 2);
        return run(new Loop.Line(address, connections, wire, open), times, changes, start, end);
    }

    private static Measured run(Loop.Line line, Times times, @Nullable Changes changes, long start, long end)
            throws IOException {
        if (changes == null || changes.perSecond() <= 0) {
            Loop.run(ANSWER_WITHIN, line);
            return times.measured();
        }
        Asked told = changes.told();
        Times done = new Times(start, end);
        OpenLoop open = new OpenLoop(told.questions(), done, start, end, changes.perSecond(), end);
        Loop.run(ANSWER_WITHIN, line, new Loop.Line(told.address(), FEW, told.wire(), open));
        return times.measured().and(done.measured());
    }
}
