package stockledger.command.reservation;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
import stockledger.command.http.Promises;
import stockledger.command.reservation.ReservationRefusal.HoldExpired;
import stockledger.command.reservation.ReservationRefusal.HoldGivenUp;
import stockledger.command.reservation.ReservationRefusal.NotConfirmed;
import stockledger.command.reservation.ReservationRefusal.NotHeld;
import stockledger.command.reservation.ReservationRefusal.ReservationExists;
import stockledger.command.reservation.ReservationRefusal.ReservationNotFound;
import stockledger.command.stock.StockCommand.Wanted;
import stockledger.command.stock.StockRefusal.HoldInProgress;
import stockledger.command.stock.StockRefusal.InsufficientStock;
import stockledger.command.stock.StockRefusal.LocationNotFound;
import stockledger.command.stock.StockRefusal.ProductNotFound;
import stockledger.events.LocationId;
import stockledger.events.ReservationId;
import stockledger.events.Sku;
import stockledger.events.reservation.ReservedLine;

@RestController
@RequestMapping(
        path = "/v1/reservations",
        consumes = MediaType.APPLICATION_JSON_VALUE,
        produces = MediaType.APPLICATION_JSON_VALUE)
class ReservationController {

    private static final long MOST_UNITS = 1_000_000_000;
    private static final int LONGEST_REFERENCE = 200;

    private final ReservationDesk desk;
    private final ReservationSettings settings;

    ReservationController(ReservationDesk desk, ReservationSettings settings) {
        this.desk = desk;
        this.settings = settings;
    }

    record LineBody(
            @NotNull Sku sku,
            @NotNull @Min(1) @Max(MOST_UNITS) Long quantity,
            @Nullable LocationId locationId) {}

    record HoldBody(
            @Nullable ReservationId id,
            @NotEmpty List<@NotNull @Valid LineBody> lines,

            @Nullable @Min(1) @Max(ReservationSettings.LONGEST_TTL_SECONDS)
            Long ttlSeconds,

            @Nullable @Size(min = 1, max = LONGEST_REFERENCE)
            String reference) {}

    record MoreTime(
            @NotNull @Min(1) @Max(ReservationSettings.LONGEST_TTL_SECONDS)
            Long ttlSeconds) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ReservationAnswer(
            ReservationId id,
            String status,
            List<ReservedLine> lines,
            @Nullable Instant expiresAt,
            @Nullable String reference) {}

    @Promises(
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
    ResponseEntity<ReservationAnswer> hold(@RequestBody @Valid HoldBody body) {
        if (body.lines().size() > settings.mostLines()) {
            throw new InvalidBody(
                    "lines", "validation-failed", "A reservation has at most " + settings.mostLines() + " lines.");
        }
        Keyed keyed = Caller.currentKey();
        ReservationId id = body.id() == null ? drawn(keyed) : body.id();
        long ttlSeconds = body.ttlSeconds() == null ? settings.holdTtlSeconds() : body.ttlSeconds();
        ReservationDesk.Step step = desk.hold(
                id,
                wishes(body.lines()),
                Duration.ofSeconds(ttlSeconds),
                body.reference(),
                body.id() != null || keyed != null);
        return Answers.tagged(
                Answers.created("/v1/reservations/" + id, answer(step), step.token()), "r", step.version());
    }

    @Promises(
            tagged = true,
            refusals = {ReservationNotFound.class, HoldExpired.class, NotHeld.class})
    @PostMapping("/{id}/confirm")
    ResponseEntity<ReservationAnswer> confirm(
            @PathVariable ReservationId id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody NoMembers body) {
        return done(desk.confirm(id, IfMatch.version(ifMatch, 'r')));
    }

    @Promises(
            tagged = true,
            refusals = {ReservationNotFound.class, HoldExpired.class, NotHeld.class})
    @PostMapping("/{id}/release")
    ResponseEntity<ReservationAnswer> release(
            @PathVariable ReservationId id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody NoMembers body) {
        return done(desk.release(id, IfMatch.version(ifMatch, 'r')));
    }

    @Promises(
            tagged = true,
            refusals = {ReservationNotFound.class, HoldExpired.class, NotHeld.class})
    @PostMapping("/{id}/extend")
    ResponseEntity<ReservationAnswer> extend(
            @PathVariable ReservationId id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody @Valid MoreTime body) {
        return done(desk.extend(id, Duration.ofSeconds(body.ttlSeconds()), IfMatch.version(ifMatch, 'r')));
    }

    @Promises(
            tagged = true,
            refusals = {ReservationNotFound.class, HoldExpired.class, NotHeld.class})
    @PostMapping("/{id}/cancel")
    ResponseEntity<ReservationAnswer> cancel(
            @PathVariable ReservationId id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody NoMembers body) {
        return done(desk.cancel(id, IfMatch.version(ifMatch, 'r')));
    }

    @Promises(
            tagged = true,
            refusals = {ReservationNotFound.class, HoldExpired.class, NotHeld.class, NotConfirmed.class})
    @PostMapping("/{id}/ship")
    ResponseEntity<ReservationAnswer> ship(
            @PathVariable ReservationId id,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String ifMatch,
            @RequestBody NoMembers body) {
        return done(desk.ship(id, IfMatch.version(ifMatch, 'r')));
    }

    /** The id of a cart that has none: of its own for every request, and the same when a request is sent again. */
    private static ReservationId drawn(@Nullable Keyed keyed) {
        UUID id = keyed == null
                ? UUID.randomUUID()
                : UUID.nameUUIDFromBytes(("reservation " + keyed.key()).getBytes(StandardCharsets.US_ASCII));
        return new ReservationId(id.toString());
    }

    private static List<Wish> wishes(List<LineBody> lines) {
        Map<Sku, List<Wanted>> bySku = new TreeMap<>();
        for (LineBody line : lines) {
            bySku.computeIfAbsent(line.sku(), sku -> new ArrayList<>())
                    .add(new Wanted(line.locationId(), line.quantity()));
        }
        return bySku.entrySet().stream()
                .map(entry -> new Wish(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static ResponseEntity<ReservationAnswer> done(ReservationDesk.Step step) {
        return Answers.tagged(Answers.done(answer(step), step.token()), "r", step.version());
    }

    private static ReservationAnswer answer(ReservationDesk.Step step) {
        ReservationState state = step.state();
        return new ReservationAnswer(
                state.id(), state.status().word(), state.lines(), state.expiresAt(), state.reference());
    }
}
