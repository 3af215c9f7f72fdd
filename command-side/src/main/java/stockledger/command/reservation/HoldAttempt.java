package stockledger.command.reservation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stockledger.command.dispatch.Commands;
import stockledger.command.dispatch.Outcome;
import stockledger.command.dispatch.Refusal;
import stockledger.command.stock.StockCommand.ReleaseUnits;
import stockledger.command.stock.StockRefusal.HoldInProgress;
import stockledger.command.stock.StockRefusal.InsufficientStock;
import stockledger.command.stock.StockRefusal.Shortage;
import stockledger.events.Allocation;
import stockledger.events.ReservationId;
import stockledger.events.reservation.ReservedLine;
import stockledger.events.stock.ReleaseCause;

/**
 * One attempt to hold all lines of a reservation or none. It never touches units that another attempt of the same
 * reservation holds.
 */
final class HoldAttempt {

    private static final Logger LOG = LoggerFactory.getLogger(HoldAttempt.class);

    private final Commands commands;
    private final ParallelLines lines;
    private final ReservationId id;
    private final String attempt;
    private final TokenCollector tokens;
    private final Queue<ReservedLine> held = new ConcurrentLinkedQueue<>();

    HoldAttempt(Commands commands, ParallelLines lines, ReservationId id, String attempt, TokenCollector tokens) {
        this.commands = commands;
        this.lines = lines;
        this.id = id;
        this.attempt = attempt;
        this.tokens = tokens;
    }

    /** A name that no other attempt of the reservation has. It is short, since each open claim on a SKU has one. */
    static String newName() {
        return Long.toHexString(ThreadLocalRandom.current().nextLong());
    }

    String name() {
        return attempt;
    }

    /** Holds every line, as {@link #hold(List, boolean)}. */
    List<ReservedLine> hold(List<RequestedLine> requested, Instant expiresAt, boolean parallel) {
        return hold(
                requested.stream()
                        .map(line -> LineHold.of(line, id, attempt, expiresAt))
                        .toList(),
                parallel);
    }

    /**
     * Holds the missing units of every line. A large attempt assesses all lines before it holds any: otherwise one that cannot
     * succeed would refuse its units to others until it has released them.
     *
     * @param parallel false after a collision with another attempt: two parallel attempts could collide again and again
     * @return the lines, sorted by SKU
     * @throws InsufficientStock with every SKU that is short, after the release of what was held
     * @throws HoldInProgress when another attempt of the reservation holds a SKU, after the release of what was held
     */
    List<ReservedLine> hold(List<LineHold> all, boolean parallel) {
        List<LineHold> missing =
                all.stream().filter(line -> !line.missing().isEmpty()).toList();
        try {
            boolean large = lines.isLarge(missing.size());
            if (large) {
                requireAvailable(missing);
            }
            if (!parallel || !large || !heldInParallel(missing)) {
                for (int next = 0; next < missing.size(); next++) {
                    holdOne(missing, next);
                }
            }
            Stream<ReservedLine> kept =
                    all.stream().filter(line -> line.missing().isEmpty()).map(line -> line.held(List.of()));
            return Stream.concat(held.stream(), kept)
                    .sorted(Comparator.comparing(ReservedLine::sku))
                    .toList();
        } catch (InsufficientStock shortage) {
            release(ReleaseCause.SHORTAGE);
            shortage.touched(tokens.token());
            throw shortage;
        } catch (RuntimeException failed) {
            releaseIfPossible(failed);
            if (failed instanceof Refusal refusal) {
                refusal.touched(tokens.token());
            }
            throw failed;
        }
    }

    /**
     * Holds all lines in parallel; false when that failed. Two reservations that request the last units can refuse each
     * other, and so can two attempts of one reservation. A refused one releases its lines and holds them sequentially,
     * where the first at a SKU wins.
     */
    private boolean heldInParallel(List<LineHold> missing) {
        try {
            lines.each(missing.stream()
                    .<Supplier<Boolean>>map(line -> () -> send(line))
                    .toList());
            return true;
        } catch (InsufficientStock shortage) {
            release(ReleaseCause.SHORTAGE);
            requireAvailable(missing);
            return false;
        } catch (HoldInProgress otherAttempt) {
            release(ReleaseCause.ABANDONED);
            return false;
        }
    }

    private boolean send(LineHold line) {
        Outcome<List<Allocation>> outcome = commands.send(line.command());
        tokens.add(outcome);
        return held.add(line.held(outcome.answer()));
    }

    private void holdOne(List<LineHold> missing, int next) {
        LineHold line = missing.get(next);
        try {
            send(line);
        } catch (InsufficientStock first) {
            List<Shortage> shortages = new ArrayList<>(ofLine(line, first));
            for (LineHold other : missing.subList(next + 1, missing.size())) {
                shortages.addAll(shortagesOf(other));
            }
            throw new InsufficientStock(shortages);
        }
    }

    /** Throws the refusal with every SKU that is short, before anything is held. */
    private void requireAvailable(List<LineHold> missing) {
        List<List<Shortage>> shortages = lines.each(missing.stream()
                .<Supplier<List<Shortage>>>map(line -> () -> shortagesOf(line))
                .toList());
        List<Shortage> all = shortages.stream().flatMap(List::stream).toList();
        if (!all.isEmpty()) {
            throw new InsufficientStock(all);
        }
    }

    private List<Shortage> shortagesOf(LineHold line) {
        try {
            commands.send(line.assessment());
            return List.of();
        } catch (InsufficientStock shortage) {
            return ofLine(line, shortage);
        }
    }

    private static List<Shortage> ofLine(LineHold line, InsufficientStock shortage) {
        return shortage.shortages().stream().map(line::ofLine).toList();
    }

    /** Releases what this attempt holds. */
    void release(ReleaseCause cause) {
        lines.<Outcome<Boolean>>each(held.stream()
                        .<Supplier<Outcome<Boolean>>>map(
                                line -> () -> commands.send(new ReleaseUnits(line.sku(), id, attempt, cause)))
                        .toList())
                .forEach(tokens::add);
        held.clear();
    }

    /** Releases what this attempt holds; when that fails too, recovery does it later. */
    void releaseIfPossible(RuntimeException failed) {
        try {
            release(ReleaseCause.ABANDONED);
        } catch (RuntimeException alsoFailed) {
            LOG.warn("Lines of a failed reservation could not be released; recovery will release them");
            failed.addSuppressed(alsoFailed);
        }
    }
}
