package stockledger.command.reservation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stockledger.command.dispatch.Caller;
import stockledger.command.dispatch.Commands;
import stockledger.command.dispatch.Outcome;
import stockledger.command.reservation.ReservationCommand.AbandonReservation;
import stockledger.command.reservation.ReservationCommand.ExpireReservation;
import stockledger.command.stock.StockCommand;
import stockledger.command.stock.StockCommand.ReleaseUnits;
import stockledger.events.ReservationId;
import stockledger.events.Sku;
import stockledger.events.stock.ReleaseCause;

/**
 * Looks after reservations that are due: takes back holds whose time is over, finishes steps that a crash cut short,
 * and gives up attempts that nobody finished. Every instance runs one; whoever postpones a note first takes it up, and
 * since all that follows may be repeated, two at once do no harm.
 */
class UpkeepWorker {

    private static final Logger LOG = LoggerFactory.getLogger(UpkeepWorker.class);

    private final UpkeepNotes notes;
    private final Commands commands;
    private final Clock clock;
    private final ReservationSettings settings;

    UpkeepWorker(UpkeepNotes notes, Commands commands, Clock clock, ReservationSettings settings) {
        this.notes = notes;
        this.commands = commands;
        this.clock = clock;
        this.settings = settings;
    }

    /**
     * Takes up what is due now.
     *
     * @return how many reservations were taken up
     */
    int run() {
        Instant now = clock.instant();
        Duration lease = Duration.ofSeconds(settings.graceSeconds());
        int taken = 0;
        for (UpkeepNote note : notes.due(now, settings.upkeepBatch())) {
            if (notes.store(note.due(now.plus(lease)))) {
                settleQuietly(note);
                taken++;
            }
        }
        return taken;
    }

    private void settleQuietly(UpkeepNote note) {
        Caller service = new Caller(Caller.SERVICE, UUID.randomUUID().toString());
        try {
            if (!service.during(() -> settle(note))) {
                return;
            }
            // Nothing was left to do: no event will come that would say so.
            UpkeepNote now = notes.find(note.id());
            if (now != null && now.revision() == note.revision() + 1) {
                notes.remove(now);
            }
        } catch (RuntimeException e) {
            LOG.warn("a reservation could not be looked after; it is taken up again later", e);
        }
    }

    /** Brings the stock of every line to where the reservation stands; true when it was there and stays there. */
    private boolean settle(UpkeepNote note) {
        ReservationState state = decide(note, new ReservationId(note.id())).answer();
        boolean changed = false;
        for (StockCommand command : Following.of(state)) {
            changed |= follow(command);
        }
        for (StockCommand command : strays(note, state)) {
            changed |= follow(command);
        }
        return !changed && state.status() != ReservationStatus.HELD && state.status() != ReservationStatus.CONFIRMED;
    }

    /** What attempts hold that never became the reservation. */
    private static List<StockCommand> strays(UpkeepNote note, ReservationState state) {
        List<StockCommand> strays = new ArrayList<>();
        for (UpkeepNote.Line line : note.lines()) {
            boolean own = state.status() != ReservationStatus.ABANDONED
                    && line.attempt().equals(state.attempt());
            if (line.phase() == UpkeepNote.Phase.HELD && !own) {
                strays.add(new ReleaseUnits(new Sku(line.sku()), state.id(), line.attempt(), ReleaseCause.ABANDONED));
            }
        }
        return strays;
    }

    private Outcome<ReservationState> decide(UpkeepNote note, ReservationId id) {
        if (note.status() == null || note.status() == ReservationStatus.ABANDONED) {
            return commands.send(new AbandonReservation(id));
        }
        return commands.send(new ExpireReservation(id, clock.instant()));
    }

    private boolean follow(StockCommand command) {
        return commands.<Boolean>send(command).answer();
    }
}
