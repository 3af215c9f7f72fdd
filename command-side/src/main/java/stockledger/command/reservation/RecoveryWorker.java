package stockledger.command.reservation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import stockledger.command.dispatch.Commands;
import stockledger.command.dispatch.KnownStreams;
import stockledger.command.dispatch.Outcome;
import stockledger.command.dispatch.Refusal;
import stockledger.command.dispatch.RequestContext;
import stockledger.command.reservation.ReservationCommand.AbandonReservation;
import stockledger.command.reservation.ReservationCommand.ExpireReservation;
import stockledger.command.stock.StockCommand;
import stockledger.command.stock.StockCommand.ReleaseUnits;
import stockledger.events.ReservationId;
import stockledger.events.Sku;
import stockledger.events.stock.ReleaseCause;

/**
 * Looks after reservations that are due: takes back holds whose time is over, finishes steps that a crash cut short,
 * and gives up attempts that nobody finished. Many are looked after at the same time, so that what is decided about them
 * is stored together. Everything here may be repeated, so two instances at once do no harm.
 */
class RecoveryWorker {

    private static final Logger LOG = LoggerFactory.getLogger(RecoveryWorker.class);
    private static final Duration AFTER_A_FAILURE = Duration.ofSeconds(1);

    private final RecoveryRecords notes;
    private final Commands commands;
    private final StockFollowUp following;
    private final Executor threads;
    private final Clock clock;
    private final ReservationSettings settings;
    private final Semaphore places;

    RecoveryWorker(
            RecoveryRecords notes,
            Commands commands,
            KnownStreams known,
            Executor threads,
            Clock clock,
            ReservationSettings settings) {
        this.notes = notes;
        this.commands = commands;
        this.following = new StockFollowUp(commands, known);
        this.threads = threads;
        this.clock = clock;
        this.settings = settings;
        this.places = new Semaphore(settings.upkeepAtOnce());
    }

    /** How a reservation was found and left: where it stands, and whether anything had to be done. */
    private record Settled(ReservationState state, boolean changed) {}

    /**
     * Takes up what is due now, and comes back before all of it is done.
     *
     * @return how many reservations were taken up
     */
    int run(DueQueue agenda) throws InterruptedException {
        Instant now = clock.instant();
        List<String> due = agenda.take(now, settings.upkeepBatch(), now.plusSeconds(settings.graceSeconds()));
        if (due.isEmpty()) {
            return 0;
        }
        Map<String, RecoveryRecord> written = new HashMap<>();
        notes.find(due).forEach(note -> written.put(note.id(), note));
        for (String id : due) {
            RecoveryRecord note = written.get(id);
            if (note == null || note.dueAt() == null || note.dueAt().isAfter(now)) {
                agenda.put(id, note == null ? null : note.dueAt());
                continue;
            }
            places.acquire();
            lookAfter(note, agenda);
        }
        return due.size();
    }

    private void lookAfter(RecoveryRecord note, DueQueue agenda) {
        settle(note).whenComplete((settled, failed) -> {
            if (failed != null) {
                agenda.put(note.id(), clock.instant().plus(AFTER_A_FAILURE));
                tell(failed);
            } else if (settled.state().status() == ReservationStatus.HELD) {
                // It has more time than the note knows yet.
                agenda.put(note.id(), settled.state().expiresAt());
            } else if (!settled.changed() && settled.state().status() != ReservationStatus.CONFIRMED) {
                // Nothing was left to do: no event will come that would say so.
                threads.execute(() -> forget(note, agenda));
            }
            places.release();
        });
    }

    /** Whether all that was taken up is done. */
    boolean isIdle() {
        return places.availablePermits() == settings.upkeepAtOnce();
    }

    private static void tell(Throwable failed) {
        Throwable cause = failed.getCause() == null ? failed : failed.getCause();
        if (cause instanceof Refusal refusal) {
            LOG.debug("a reservation could not be looked after yet: {}", refusal.code());
        } else {
            LOG.warn("a reservation could not be looked after; it is taken up again", cause);
        }
    }

    private void forget(RecoveryRecord note, DueQueue agenda) {
        try {
            notes.remove(note);
            agenda.put(note.id(), null);
        } catch (RuntimeException e) {
            LOG.warn("a note of the upkeep could not be removed; it is looked at again: {}", e.getMessage());
        }
    }

    /** Brings the stock of every line to where the reservation stands. */
    private CompletableFuture<Settled> settle(RecoveryRecord note) {
        RequestContext service =
                new RequestContext(RequestContext.SERVICE, UUID.randomUUID().toString());
        return service.during(() -> decide(note))
                .thenCompose(decided -> service.during(() -> follow(note, decided.answer())));
    }

    private CompletableFuture<Outcome<ReservationState>> decide(RecoveryRecord note) {
        ReservationId id = new ReservationId(note.id());
        if (note.status() == null || note.status() == ReservationStatus.ABANDONED) {
            return commands.submit(new AbandonReservation(id));
        }
        return commands.submit(new ExpireReservation(id, clock.instant()));
    }

    private CompletableFuture<Settled> follow(RecoveryRecord note, ReservationState state) {
        List<CompletableFuture<Outcome<Boolean>>> steps = new ArrayList<>();
        for (StockCommand command : StockFollowUp.of(state)) {
            steps.add(commands.submit(command));
        }
        for (StockCommand command : strays(note, state)) {
            steps.add(commands.submit(command));
        }
        note.returns().stream()
                .flatMap(made -> made.following(state.id()).stream())
                // A return may have to be looked up in the stream, which must not hold up those who decide.
                .map(back ->
                        CompletableFuture.supplyAsync(RequestContext.handOver(() -> following.send(back)), threads))
                .forEach(steps::add);
        return CompletableFuture.allOf(steps.toArray(CompletableFuture[]::new))
                .thenApply(done -> new Settled(state, steps.stream().anyMatch(RecoveryWorker::changed)));
    }

    private static boolean changed(CompletableFuture<Outcome<Boolean>> step) {
        return step.join().answer();
    }

    /** What attempts hold that never became the reservation. */
    private static List<StockCommand> strays(RecoveryRecord note, ReservationState state) {
        List<StockCommand> strays = new ArrayList<>();
        for (RecoveryLine line : note.lines()) {
            boolean own = state.status() != ReservationStatus.ABANDONED
                    && line.attempt().equals(state.attempt());
            if (line.isHeld() && !own) {
                strays.add(new ReleaseUnits(new Sku(line.sku()), state.id(), line.attempt(), ReleaseCause.ABANDONED));
            }
        }
        return strays;
    }
}
