package stockledger.command.reservation;

import jakarta.validation.Valid;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import stockledger.command.dispatch.Caller;
import stockledger.command.dispatch.Keyed;
import stockledger.command.http.Answers;
import stockledger.command.http.IfMatch;
import stockledger.command.http.InvalidBody;
import stockledger.command.http.NoMembers;
import stockledger.command.reservation.ReservationBodies.HoldBody;
import stockledger.command.reservation.ReservationBodies.MoreTime;
import stockledger.command.reservation.ReservationBodies.ReservationAnswer;
import stockledger.command.reservation.ReservationBodies.ReturnBody;
import stockledger.command.reservation.ReservationBodies.ShipBody;
import stockledger.command.stock.StockCommand.Choosing;
import stockledger.events.ReservationId;
import stockledger.events.stock.LocationChoice;

@RestController
@RequestMapping(
        path = "/v1/reservations",
        consumes = MediaType.APPLICATION_JSON_VALUE,
        produces = MediaType.APPLICATION_JSON_VALUE)
class ReservationController {

    private final ReservationDesk desk;
    private final ReservationSettings settings;

    ReservationController(ReservationDesk desk, ReservationSettings settings) {
        this.desk = desk;
        this.settings = settings;
    }

    @PostMapping
    ResponseEntity<ReservationAnswer> hold(@RequestBody @Valid HoldBody body) {
        requireFew(body.lines());
        Choosing choosing = choosing(body);
        Keyed keyed = Caller.currentKey();
        ReservationId id = body.id() == null ? drawn(keyed) : body.id();
        long ttlSeconds = body.ttlSeconds() == null ? settings.holdTtlSeconds() : body.ttlSeconds();
        ReservationDesk.Step step = desk.hold(
                id,
                body.wishes(choosing),
                Duration.ofSeconds(ttlSeconds),
                body.reference(),
                body.id() != null || keyed != null);
        return Answers.tagged(
                Answers.created("/v1/reservations/" + id, ReservationAnswer.of(step.state()), step.token()),
                "r",
                step.version());
    }

    private Choosing choosing(HoldBody body) {
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
        return new Choosing(policy, policy == LocationChoice.PRIORITY_ORDER ? settings.locationPriority() : List.of());
    }

    private void requireFew(List<?> lines) {
        if (lines.size() > settings.mostLines()) {
            throw new InvalidBody(
                    "lines", "validation-failed", "There are at most " + settings.mostLines() + " lines.");
        }
    }

    @PostMapping("/{id}/confirm")
    ResponseEntity<ReservationAnswer> confirm(
            @PathVariable ReservationId id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody NoMembers body) {
        return done(desk.confirm(id, IfMatch.version(ifMatch, 'r')));
    }

    @PostMapping("/{id}/release")
    ResponseEntity<ReservationAnswer> release(
            @PathVariable ReservationId id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody NoMembers body) {
        return done(desk.release(id, IfMatch.version(ifMatch, 'r')));
    }

    @PostMapping("/{id}/extend")
    ResponseEntity<ReservationAnswer> extend(
            @PathVariable ReservationId id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody @Valid MoreTime body) {
        return done(desk.extend(id, Duration.ofSeconds(body.ttlSeconds()), IfMatch.version(ifMatch, 'r')));
    }

    @PostMapping("/{id}/cancel")
    ResponseEntity<ReservationAnswer> cancel(
            @PathVariable ReservationId id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody NoMembers body) {
        return done(desk.cancel(id, IfMatch.version(ifMatch, 'r')));
    }

    @PostMapping("/{id}/ship")
    ResponseEntity<ReservationAnswer> ship(
            @PathVariable ReservationId id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody @Valid ShipBody body) {
        if (body.lines() != null) {
            requireFew(body.lines());
        }
        return done(desk.ship(id, body.parts(), IfMatch.version(ifMatch, 'r')));
    }

    @PostMapping("/{id}/return")
    ResponseEntity<ReservationAnswer> takeBack(
            @PathVariable ReservationId id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody @Valid ReturnBody body) {
        requireFew(body.lines());
        return done(desk.takeBack(id, body.backs(), body.reference(), IfMatch.version(ifMatch, 'r')));
    }

    /** The id of a cart that has none: of its own for every request, and the same when a request is sent again. */
    private static ReservationId drawn(@Nullable Keyed keyed) {
        UUID id = keyed == null
                ? UUID.randomUUID()
                : UUID.nameUUIDFromBytes(("reservation " + keyed.key()).getBytes(StandardCharsets.US_ASCII));
        return new ReservationId(id.toString());
    }

    private static ResponseEntity<ReservationAnswer> done(ReservationDesk.Step step) {
        return Answers.tagged(Answers.done(ReservationAnswer.of(step.state()), step.token()), "r", step.version());
    }
}
