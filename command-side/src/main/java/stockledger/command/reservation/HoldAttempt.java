package stockledger.command.reservation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
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
 * One attempt to hold all lines of a cart, SKU by SKU in their order, or none of them. What it holds is its own: units
 * that another attempt holds for the same reservation it never touches.
 */
final class HoldAttempt {

    private static final Logger LOG = LoggerFactory.getLogger(HoldAttempt.class);

    private final Commands commands;
    private final ParallelLines lines;
    private final ReservationId id;
    private final String attempt;
    private final TokenCollector touched;
    private final Queue<ReservedLine> held = new ConcurrentLinkedQueue<>();

    HoldAttempt(Commands commands, ParallelLines lines, ReservationId id, String attempt, TokenCollector touched) {
        this.commands = commands;
        this.lines = lines;
        this.id = id;
        this.attempt = attempt;
        this.touched = touched;
    }

    /**
     * Holds every wish.
     *
     * @param alone false when another attempt for the same reservation was met: then one by one, or they would meet again
     * @throws InsufficientStock with every SKU that is short, after giving back what was held
     * @throws HoldInProgress when another attempt holds a SKU for the same reservation, after giving back what was held
     */
    List<ReservedLine> hold(List<RequestedLine> wishes, Instant expiresAt, boolean alone) {
        try {
            if (!alone || !lines.isLarge(wishes.size()) || !heldSideBySide(wishes, expiresAt)) {
                for (int next = 0; next < wishes.size(); next++) {
                    holdOne(wishes, next, expiresAt);
                }
            }
            return held.stream().sorted(Comparator.comparing(ReservedLine::sku)).toList();
        } catch (InsufficientStock shortage) {
            giveBack(ReleaseCause.SHORTAGE);
            shortage.touched(touched.token());
            throw shortage;
        } catch (RuntimeException failed) {
            giveBackIfPossible(failed);
            if (failed instanceof Refusal refusal) {
                refusal.touched(touched.token());
            }
            throw failed;
        }
    }

    /**
     * Tries to hold all at once. Two carts that both want the last units may so refuse each other, and so may two
     * attempts for one reservation; whoever is refused gives back what it held and asks line by line, where the one that
     * is first at a SKU wins.
     */
    private boolean heldSideBySide(List<RequestedLine> wishes, Instant expiresAt) {
        try {
            lines.each(wishes.stream()
                    .<Supplier<Boolean>>map(wish -> () -> hold(wish, expiresAt))
                    .toList());
            return true;
        } catch (InsufficientStock shortage) {
            giveBack(ReleaseCause.SHORTAGE);
            return false;
        } catch (HoldInProgress other) {
            giveBack(ReleaseCause.ABANDONED);
            return false;
        }
    }

    private boolean hold(RequestedLine wish, Instant expiresAt) {
        Outcome<List<Allocation>> outcome =
                commands.send(new HoldUnits(wish.sku(), id, attempt, wish.requests(), wish.selection(), expiresAt));
        touched.by(outcome);
        return held.add(new ReservedLine(wish.sku(), wish.quantity(), outcome.answer()));
    }

    private void holdOne(List<RequestedLine> wishes, int next, Instant expiresAt) {
        RequestedLine wish = wishes.get(next);
        try {
            hold(wish, expiresAt);
        } catch (InsufficientStock first) {
            throw withTheOthers(first, wishes.subList(next + 1, wishes.size()));
        }
    }

    private InsufficientStock withTheOthers(InsufficientStock first, List<RequestedLine> others) {
        List<Shortage> shortages = new ArrayList<>(first.shortages());
        for (RequestedLine wish : others) {
            try {
                commands.send(new AssessUnits(wish.sku(), wish.requests(), wish.selection()));
            } catch (InsufficientStock also) {
                shortages.addAll(also.shortages());
            }
        }
        return new InsufficientStock(shortages);
    }

    /** Gives back what this attempt held. */
    void giveBack(ReleaseCause cause) {
        lines.<Outcome<Boolean>>each(held.stream()
                        .<Supplier<Outcome<Boolean>>>map(
                                line -> () -> commands.send(new ReleaseUnits(line.sku(), id, attempt, cause)))
                        .toList())
                .forEach(touched::by);
        held.clear();
    }

    private void giveBackIfPossible(RuntimeException failed) {
        try {
            giveBack(ReleaseCause.ABANDONED);
        } catch (RuntimeException alsoFailed) {
            // The upkeep sees the holds in the events and takes them back.
            LOG.warn("a cart could not be given back at once; the upkeep will");
            failed.addSuppressed(alsoFailed);
        }
    }
}
