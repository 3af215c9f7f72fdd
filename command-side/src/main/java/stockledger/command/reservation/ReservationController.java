package stockledger.command.reservation;

import jakarta.validation.Valid;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import stockledger.command.dispatch.GeneratedId;
import stockledger.command.dispatch.RequestContext;
import stockledger.command.http.Answers;
import stockledger.command.http.CommandResponder;
import stockledger.command.http.EmptyBody;
import stockledger.command.http.HttpCommand;
import stockledger.command.http.IfMatchVersion;
import stockledger.command.http.InvalidBody;
import stockledger.command.reservation.ReservationBodies.CartAnswer;
import stockledger.command.reservation.ReservationBodies.ConfirmBody;
import stockledger.command.reservation.ReservationBodies.ExtendBody;
import stockledger.command.reservation.ReservationBodies.HoldBody;
import stockledger.command.reservation.ReservationBodies.LinesBody;
import stockledger.command.reservation.ReservationBodies.ReturnBody;
import stockledger.command.reservation.ReservationBodies.ShipBody;
import stockledger.command.reservation.ReservationCommand.CancelReservation;
import stockledger.command.reservation.ReservationCommand.ConfirmReservation;
import stockledger.command.reservation.ReservationCommand.ExtendReservation;
import stockledger.command.reservation.ReservationCommand.ReleaseReservation;
import stockledger.command.reservation.ReservationCommand.ReplaceLines;
import stockledger.command.reservation.ReservationCommand.ReturnUnits;
import stockledger.command.reservation.ReservationCommand.ShipReservation;
import stockledger.command.reservation.ReservationRefusal.AttemptAbandoned;
import stockledger.command.reservation.ReservationRefusal.ChangeOvertaken;
import stockledger.command.reservation.ReservationRefusal.HoldExpired;
import stockledger.command.reservation.ReservationRefusal.ReservationExists;
import stockledger.command.reservation.ReservationRefusal.ReservationNotConfirmed;
import stockledger.command.reservation.ReservationRefusal.ReservationNotFound;
import stockledger.command.reservation.ReservationRefusal.ReservationNotHeld;
import stockledger.command.reservation.ReservationRefusal.ReturnTooLarge;
import stockledger.command.reservation.ReservationRefusal.ShipmentTooLarge;
import stockledger.command.stock.StockCommand.LocationSelection;
import stockledger.command.stock.StockRefusal.HoldInProgress;
import stockledger.command.stock.StockRefusal.InsufficientStock;
import stockledger.command.stock.StockRefusal.LocationNotFound;
import stockledger.command.stock.StockRefusal.ProductDiscontinued;
import stockledger.command.stock.StockRefusal.ProductNotFound;
import stockledger.command.stock.StockRefusal.ReturnNotInRecord;
import stockledger.events.ReservationId;
import stockledger.events.stock.LocationChoice;
import stockledger.web.ApiContract;

@RestController
@RequestMapping(
        path = "/v1/reservations",
        consumes = MediaType.APPLICATION_JSON_VALUE,
        produces = MediaType.APPLICATION_JSON_VALUE)
class ReservationController implements HttpCommand.Source {

    private final ReservationProcess process;
    private final ReservationSettings settings;
    private final CommandResponder responder;
    private final Clock clock;

    ReservationController(
            ReservationProcess process, ReservationSettings settings, CommandResponder responder, Clock clock) {
        this.process = process;
        this.settings = settings;
        this.responder = responder;
        this.clock = clock;
    }

    @ApiContract(
            id = "holdReservation",
            summary = "Holds all lines of a reservation until it expires, or none.",
            status = 201,
            tagged = true,
            refusals = {
                ProductNotFound.class,
                LocationNotFound.class,
                ProductDiscontinued.class,
                InsufficientStock.class,
                ReservationExists.class,
                HoldInProgress.class,
                AttemptAbandoned.class
            })
    @PostMapping
    ResponseEntity<CartAnswer> hold(@Valid @RequestBody HoldBody body) {
        requireMaxLines(body.lines());
        ReservationId id = body.id() == null
                ? new ReservationId(GeneratedId.of("reservation").toString())
                : body.id();
        Duration ttl = body.ttlSeconds() == null ? settings.holdTtl() : Duration.ofSeconds(body.ttlSeconds());
        HoldCart command = new HoldCart(
                id,
                body.id() == null,
                body.requestedLines(selection(body)),
                clock.instant().plus(ttl),
                body.reference(),
                ttl.toSeconds());
        return responder.respond(command, null, this::execute);
    }

    private ResponseEntity<CartAnswer> execute(HoldCart command, @Nullable Long expected) {
        // With a key the command may be a repetition, also when the id was generated.
        boolean mayExist = !command.generatedId() || RequestContext.currentKey() != null;
        ReservationProcess.Step step = process.hold(command, mayExist);
        return tagged(
                Answers.created("/v1/reservations/" + command.id(), CartAnswer.of(step.state()), step.token()), step);
    }

    private static ResponseEntity<CartAnswer> tagged(ResponseEntity<CartAnswer> answer, ReservationProcess.Step step) {
        ResponseEntity<CartAnswer> tagged = Answers.tagged(answer, "r", step.version());
        return step.replayed() ? Answers.replayed(tagged) : tagged;
    }

    @Override
    public List<HttpCommand<?, ?>> commands() {
        return List.of(
                new HttpCommand<>(HoldCart.class, this::execute),
                new HttpCommand<>(ReplaceLines.class, this::execute),
                new HttpCommand<>(ConfirmReservation.class, this::execute),
                new HttpCommand<>(ReleaseReservation.class, this::execute),
                new HttpCommand<>(ExtendReservation.class, this::execute),
                new HttpCommand<>(CancelReservation.class, this::execute),
                new HttpCommand<>(ShipReservation.class, this::execute),
                new HttpCommand<>(ReturnUnits.class, this::execute));
    }

    @ApiContract(
            id = "replaceReservationLines",
            summary = "Replaces the lines of a held reservation; units that both have stay held.",
            tagged = true,
            refusals = {
                ReservationNotFound.class,
                ProductNotFound.class,
                LocationNotFound.class,
                ProductDiscontinued.class,
                InsufficientStock.class,
                HoldExpired.class,
                ReservationNotHeld.class,
                ChangeOvertaken.class
            })
    @PutMapping("/{id}/lines")
    ResponseEntity<CartAnswer> replaceLines(
            @PathVariable ReservationId id,
            @IfMatchVersion('r') @Nullable Long expected,
            @Valid @RequestBody LinesBody body) {
        requireMaxLines(body.lines());
        return responder.respond(
                new ReplaceLines(id, body.requestedLines(defaultSelection()), clock.instant()),
                expected,
                this::execute);
    }

    private LocationSelection defaultSelection() {
        return new LocationSelection(settings.locationPolicy(), settings.locationPriority());
    }

    private LocationSelection selection(HoldBody body) {
        LocationChoice requested = body.locationPolicy();
        LocationChoice policy = requested == null ? settings.locationPolicy() : requested;
        if (policy == LocationChoice.GIVEN) {
            for (int i = 0; i < body.lines().size(); i++) {
                if (body.lines().get(i).locationId() == null) {
                    throw new InvalidBody(
                            "lines[" + i + "].locationId",
                            "validation-failed",
                            "With the location policy \"given\" every line needs a location.");
                }
            }
        }
        return new LocationSelection(
                policy, policy == LocationChoice.PRIORITY_ORDER ? settings.locationPriority() : List.of());
    }

    private void requireMaxLines(List<?> lines) {
        if (lines.size() > settings.maxLines()) {
            throw new InvalidBody(
                    "lines", "validation-failed", "At most " + settings.maxLines() + " lines are allowed.");
        }
    }

    @ApiContract(
            id = "confirmReservation",
            summary =
                    "Confirms a held reservation, or an expired one whose units can be held again; its units are allocated.",
            tagged = true,
            refusals = {
                ReservationNotFound.class,
                HoldExpired.class,
                ReservationNotHeld.class,
                ProductDiscontinued.class,
                InsufficientStock.class,
                ChangeOvertaken.class
            })
    @PostMapping("/{id}/confirm")
    ResponseEntity<CartAnswer> confirm(
            @PathVariable ReservationId id,
            @IfMatchVersion('r') @Nullable Long expected,
            @Valid @RequestBody ConfirmBody body) {
        LocationSelection rehold = body.ifExpired() == null ? null : defaultSelection();
        return responder.respond(new ConfirmReservation(id, clock.instant(), rehold), expected, this::execute);
    }

    @ApiContract(
            id = "releaseReservation",
            summary = "Releases held units.",
            tagged = true,
            refusals = {ReservationNotFound.class, ReservationNotHeld.class})
    @PostMapping("/{id}/release")
    ResponseEntity<CartAnswer> release(
            @PathVariable ReservationId id, @IfMatchVersion('r') @Nullable Long expected, @RequestBody EmptyBody body) {
        return responder.respond(new ReleaseReservation(id), expected, this::execute);
    }

    @ApiContract(
            id = "extendReservation",
            summary = "Extends a hold; the TTL counts from now.",
            tagged = true,
            refusals = {ReservationNotFound.class, HoldExpired.class, ReservationNotHeld.class})
    @PostMapping("/{id}/extend")
    ResponseEntity<CartAnswer> extend(
            @PathVariable ReservationId id,
            @IfMatchVersion('r') @Nullable Long expected,
            @Valid @RequestBody ExtendBody body) {
        Instant now = clock.instant();
        return responder.respond(
                new ExtendReservation(id, now, now.plusSeconds(body.ttlSeconds())), expected, this::execute);
    }

    @ApiContract(
            id = "cancelReservation",
            summary = "Cancels a reservation; units that have not shipped are released.",
            tagged = true,
            refusals = {ReservationNotFound.class, ReservationNotHeld.class})
    @PostMapping("/{id}/cancel")
    ResponseEntity<CartAnswer> cancel(
            @PathVariable ReservationId id, @IfMatchVersion('r') @Nullable Long expected, @RequestBody EmptyBody body) {
        return responder.respond(new CancelReservation(id), expected, this::execute);
    }

    @ApiContract(
            id = "shipReservation",
            summary = "Ships lines, or all that is left.",
            tagged = true,
            refusals = {
                ReservationNotFound.class,
                ReservationNotHeld.class,
                ReservationNotConfirmed.class,
                ShipmentTooLarge.class
            })
    @PostMapping("/{id}/ship")
    ResponseEntity<CartAnswer> ship(
            @PathVariable ReservationId id,
            @IfMatchVersion('r') @Nullable Long expected,
            @Valid @RequestBody ShipBody body) {
        if (body.lines() != null) {
            requireMaxLines(body.lines());
        }
        return responder.respond(new ShipReservation(id, body.parts()), expected, this::execute);
    }

    @ApiContract(
            id = "returnReservation",
            summary = "Returns shipped units.",
            tagged = true,
            refusals = {ReservationNotFound.class, LocationNotFound.class, ReturnTooLarge.class, ReturnNotInRecord.class
            })
    @PostMapping("/{id}/return")
    ResponseEntity<CartAnswer> takeBack(
            @PathVariable ReservationId id,
            @IfMatchVersion('r') @Nullable Long expected,
            @Valid @RequestBody ReturnBody body) {
        requireMaxLines(body.lines());
        return responder.respond(new ReturnUnits(id, body.returnLines(), body.reference()), expected, this::execute);
    }

    private ResponseEntity<CartAnswer> execute(ReservationCommand command, @Nullable Long expected) {
        ReservationProcess.Step step = process.decide(command, expected);
        return tagged(Answers.done(CartAnswer.of(step.state()), step.token()), step);
    }
}
