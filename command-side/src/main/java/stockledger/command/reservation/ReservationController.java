package stockledger.command.reservation;

import jakarta.validation.Valid;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import stockledger.command.dispatch.IdempotencyKey;
import stockledger.command.dispatch.RequestContext;
import stockledger.command.http.Answers;
import stockledger.web.ApiContract;
import stockledger.command.http.EmptyBody;
import stockledger.command.http.IfMatchVersion;
import stockledger.command.http.InvalidBody;
import stockledger.command.reservation.ReservationBodies.CartAnswer;
import stockledger.command.reservation.ReservationBodies.HoldBody;
import stockledger.command.reservation.ReservationBodies.MoreTime;
import stockledger.command.reservation.ReservationBodies.ReturnBody;
import stockledger.command.reservation.ReservationBodies.ShipBody;
import stockledger.command.reservation.ReservationRefusal.HoldExpired;
import stockledger.command.reservation.ReservationRefusal.HoldGivenUp;
import stockledger.command.reservation.ReservationRefusal.NotConfirmed;
import stockledger.command.reservation.ReservationRefusal.NotHeld;
import stockledger.command.reservation.ReservationRefusal.ReservationExists;
import stockledger.command.reservation.ReservationRefusal.ReservationNotFound;
import stockledger.command.reservation.ReservationRefusal.ReturnTooLarge;
import stockledger.command.reservation.ReservationRefusal.ShipmentTooLarge;
import stockledger.command.stock.StockCommand.LocationSelection;
import stockledger.command.stock.StockRefusal.HoldInProgress;
import stockledger.command.stock.StockRefusal.InsufficientStock;
import stockledger.command.stock.StockRefusal.LocationNotFound;
import stockledger.command.stock.StockRefusal.ProductNotFound;
import stockledger.command.stock.StockRefusal.ReturnForgotten;
import stockledger.events.ReservationId;
import stockledger.events.stock.LocationChoice;

@RestController
@RequestMapping(
        path = "/v1/reservations",
        consumes = MediaType.APPLICATION_JSON_VALUE,
        produces = MediaType.APPLICATION_JSON_VALUE)
class ReservationController {

    private final ReservationProcess desk;
    private final ReservationSettings settings;

    ReservationController(ReservationProcess desk, ReservationSettings settings) {
        this.desk = desk;
        this.settings = settings;
    }

    @ApiContract(
            summary = "Holds all lines of a cart until it expires, or none.",
            status = 201,
            tagged = true,
            refusals = {
                ProductNotFound.class,
                LocationNotFound.class,
                InsufficientStock.class,
                ReservationExists.class,
                HoldInProgress.class,
                HoldGivenUp.class
            })
    @PostMapping
    ResponseEntity<CartAnswer> hold(@RequestBody @Valid HoldBody body) {
        requireFew(body.lines());
        LocationSelection choosing = choosing(body);
        IdempotencyKey keyed = RequestContext.currentKey();
        ReservationId id = body.id() == null ? drawn(keyed) : body.id();
        long ttlSeconds = body.ttlSeconds() == null ? settings.holdTtlSeconds() : body.ttlSeconds();
        ReservationProcess.Step step = desk.hold(
                id,
                body.wishes(choosing),
                Duration.ofSeconds(ttlSeconds),
                body.reference(),
                body.id() != null || keyed != null);
        return Answers.tagged(
                Answers.created("/v1/reservations/" + id, CartAnswer.of(step.state()), step.token()),
                "r",
                step.version());
    }

    private LocationSelection choosing(HoldBody body) {
        LocationChoice asked = body.locationPolicy();
        LocationChoice policy = asked == null ? settings.locationPolicy() : asked;
        if (policy == LocationChoice.GIVEN) {
            for (int i = 0; i < body.lines().size(); i++) {
                if (body.lines().get(i).locationId() == null) {
                    throw new InvalidBody(
                            "lines[" + i + "].locationId",
                            "validation-failed",
                            "With the location policy \"given\" each line says its location.");
                }
            }
        }
        return new LocationSelection(
                policy, policy == LocationChoice.PRIORITY_ORDER ? settings.locationPriority() : List.of());
    }

    private void requireFew(List<?> lines) {
        if (lines.size() > settings.mostLines()) {
            throw new InvalidBody(
                    "lines", "validation-failed", "There are at most " + settings.mostLines() + " lines.");
        }
    }

    @ApiContract(
            summary = "Turns a hold into a promise without an end.",
            tagged = true,
            refusals = {ReservationNotFound.class, HoldExpired.class, NotHeld.class})
    @PostMapping("/{id}/confirm")
    ResponseEntity<CartAnswer> confirm(
            @PathVariable ReservationId id, @IfMatchVersion('r') @Nullable Long expected, @RequestBody EmptyBody body) {
        return done(desk.confirm(id, expected));
    }

    @ApiContract(
            summary = "Gives held units back.",
            tagged = true,
            refusals = {ReservationNotFound.class, NotHeld.class})
    @PostMapping("/{id}/release")
    ResponseEntity<CartAnswer> release(
            @PathVariable ReservationId id, @IfMatchVersion('r') @Nullable Long expected, @RequestBody EmptyBody body) {
        return done(desk.release(id, expected));
    }

    @ApiContract(
            summary = "Holds longer, counted from now.",
            tagged = true,
            refusals = {ReservationNotFound.class, HoldExpired.class, NotHeld.class})
    @PostMapping("/{id}/extend")
    ResponseEntity<CartAnswer> extend(
            @PathVariable ReservationId id,
            @IfMatchVersion('r') @Nullable Long expected,
            @RequestBody @Valid MoreTime body) {
        return done(desk.extend(id, Duration.ofSeconds(body.ttlSeconds()), expected));
    }

    @ApiContract(
            summary = "Gives back what is held or promised and has not left.",
            tagged = true,
            refusals = {ReservationNotFound.class, NotHeld.class})
    @PostMapping("/{id}/cancel")
    ResponseEntity<CartAnswer> cancel(
            @PathVariable ReservationId id, @IfMatchVersion('r') @Nullable Long expected, @RequestBody EmptyBody body) {
        return done(desk.cancel(id, expected));
    }

    @ApiContract(
            summary = "Sends off lines, or all that is left.",
            tagged = true,
            refusals = {ReservationNotFound.class, NotHeld.class, NotConfirmed.class, ShipmentTooLarge.class})
    @PostMapping("/{id}/ship")
    ResponseEntity<CartAnswer> ship(
            @PathVariable ReservationId id,
            @IfMatchVersion('r') @Nullable Long expected,
            @RequestBody @Valid ShipBody body) {
        if (body.lines() != null) {
            requireFew(body.lines());
        }
        return done(desk.ship(id, body.parts(), expected));
    }

    @ApiContract(
            summary = "Takes shipped units back.",
            tagged = true,
            refusals = {ReservationNotFound.class, LocationNotFound.class, ReturnTooLarge.class, ReturnForgotten.class})
    @PostMapping("/{id}/return")
    ResponseEntity<CartAnswer> takeBack(
            @PathVariable ReservationId id,
            @IfMatchVersion('r') @Nullable Long expected,
            @RequestBody @Valid ReturnBody body) {
        requireFew(body.lines());
        return done(desk.takeBack(id, body.backs(), body.reference(), expected));
    }

    /** The id of a cart that has none: of its own for every request, and the same when a request is sent again. */
    private static ReservationId drawn(@Nullable IdempotencyKey keyed) {
        UUID id = keyed == null
                ? UUID.randomUUID()
                : UUID.nameUUIDFromBytes(("reservation " + keyed.key()).getBytes(StandardCharsets.US_ASCII));
        return new ReservationId(id.toString());
    }

    private static ResponseEntity<CartAnswer> done(ReservationProcess.Step step) {
        return Answers.tagged(Answers.done(CartAnswer.of(step.state()), step.token()), "r", step.version());
    }
}
