package stockledger.trials.reads;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks and listens, in one thread for all connections: the service shares the machine, and what asking costs is missing
 * there. A question that is due is sent within a tenth of a millisecond when a connection is free.
 */
final class Loop {

    private static final long LOOK_FOR_LATE_MILLIS = 500;

    /** Below this a selector, which counts in milliseconds, would be late. */
    private static final long FINE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

    private static final long SHORT_NAP_NANOS = 50_000;

    private Loop() {}

    /**
     * Some connections to one server, and what is asked through them.
     *
     * @param connections each carries one question at a time
     */
    record Line(InetSocketAddress address, int connections, Wire wire, Errands errands) {}

    /**
     * Runs until no line has anything more to ask and all is answered or has failed.
     *
     * @throws IOException when a server takes no connections
     */
    static void run(Duration answerWithin, Line... lines) throws IOException {
        try (Selector selector = Selector.open()) {
            List<Crew> crews = new ArrayList<>();
            try {
                for (Line line : lines) {
                    crews.add(new Crew(selector, line, answerWithin));
                }
                for (Crew crew : crews) {
                    crew.connect();
                }
                run(selector, crews);
            } finally {
                crews.forEach(Crew::leave);
            }
        }
    }

    private static void run(Selector selector, List<Crew> crews) throws IOException {
        long lookForLate = System.nanoTime();
        while (true) {
            long due = Errands.NEVER;
            boolean waiting = false;
            for (Crew crew : crews) {
                due = Math.min(due, crew.sendWhatIsDue());
                waiting |= crew.isWaiting();
            }
            if (!waiting && due == Errands.NEVER) {
                return;
            }
            listen(selector, due);
            long now = System.nanoTime();
            if (now - lookForLate > TimeUnit.MILLISECONDS.toNanos(LOOK_FOR_LATE_MILLIS)) {
                crews.forEach(Crew::giveUpLate);
                lookForLate = now;
            }
        }
    }

    private static void listen(Selector selector, long due) throws IOException {
        if (due == Errands.NEVER) {
            selector.select(Loop::heard, LOOK_FOR_LATE_MILLIS);
            return;
        }
        long left = due - System.nanoTime();
        if (left > FINE_NANOS) {
            long millis = TimeUnit.NANOSECONDS.toMillis(left) - 1;
            selector.select(Loop::heard, Math.min(millis, LOOK_FOR_LATE_MILLIS));
        } else if (selector.selectNow(Loop::heard) == 0 && left > 0) {
            LockSupport.parkNanos(Math.min(left, SHORT_NAP_NANOS));
        }
    }

    private static void heard(SelectionKey key) {
        ((Crew.Connection) key.attachment()).listen();
    }
}
