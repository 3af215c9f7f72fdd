package stockledger.command.reservation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stockledger.command.dispatch.Commands;
import stockledger.command.dispatch.Outcome;
import stockledger.command.dispatch.Refusal;
import stockledger.command.stock.StockCommand.AssessUnits;
import stockledger.command.stock.StockCommand.HoldUnits;
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

    /**
     * Holds every line.
     *
     * @param parallel false after a collision with another attempt: two parallel attempts could collide again and again
     * @throws InsufficientStock with every SKU that is short, after the release of what was held
     * @throws HoldInProgress when another attempt of the reservation holds a SKU, after the release of what was held
     */
    List<ReservedLine> hold(List<RequestedLine> requested, Instant expiresAt, boolean parallel) {
        try {
            if (!parallel || !lines.isLarge(requested.size()) || !heldInParallel(requested, expiresAt)) {
                for (int next = 0; next < requested.size(); next++) {
                    holdOne(requested, next, expiresAt);
                }
            }
            return held.stream().sorted(Comparator.comparing(ReservedLine::sku)).toList();
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
    private boolean heldInParallel(List<RequestedLine> requested, Instant expiresAt) {
        try {
            lines.each(requested.stream()
                    .<Supplier<Boolean>>map(line -> () -> send(line, expiresAt))
                    .toList());
            return true;
        } catch (InsufficientStock shortage) {
            release(ReleaseCause.SHORTAGE);
            return false;
        } catch (HoldInProgress otherAttempt) {
            release(ReleaseCause.ABANDONED);
            return false;
        }
    }

    private boolean send(RequestedLine line, Instant expiresAt) {
        Outcome<List<Allocation>> outcome =
                commands.send(new HoldUnits(line.sku(), id, attempt, line.requests(), line.selection(), expiresAt));
        tokens.add(outcome);
        return held.add(new ReservedLine(line.sku(), line.quantity(), outcome.answer()));
    }

    private void holdOne(List<RequestedLine> requested, int next, Instant expiresAt) {
        RequestedLine line = requested.get(next);
        try {
            send(line, expiresAt);
        } catch (InsufficientStock first) {
            throw withOtherShortages(first, requested.subList(next + 1, requested.size()));
        }
    }

    private InsufficientStock withOtherShortages(InsufficientStock first, List<RequestedLine> others) {
        List<Shortage> shortages = new ArrayList<>(first.shortages());
        for (RequestedLine line : others) {
            try {
                commands.send(new AssessUnits(line.sku(), line.requests(), line.selection()));
            } catch (InsufficientStock also) {
                shortages.addAll(also.shortages());
            }
        }
        return new InsufficientStock(shortages);
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

    private void releaseIfPossible(RuntimeException failed) {
        try {
            release(ReleaseCause.ABANDONED);
        } catch (RuntimeException alsoFailed) {
            LOG.warn("Lines of a failed reservation could not be released; recovery will release them");
            failed.addSuppressed(alsoFailed);
        }
    }
}
