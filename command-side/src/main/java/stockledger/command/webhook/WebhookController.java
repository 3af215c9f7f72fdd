package stockledger.command.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Valid;
import jakarta.validation.Validator;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import stockledger.command.dispatch.Commands;
import stockledger.command.dispatch.GeneratedId;
import stockledger.command.dispatch.KnownStreams;
import stockledger.command.dispatch.Outcome;
import stockledger.command.http.Answers;
import stockledger.command.http.CommandResponder;
import stockledger.command.http.EmptyBody;
import stockledger.command.http.InvalidBody;
import stockledger.command.http.NormalizedText;
import stockledger.command.webhook.WebhookCommand.ChangeWebhook;
import stockledger.command.webhook.WebhookCommand.PauseWebhook;
import stockledger.command.webhook.WebhookCommand.RegisterWebhook;
import stockledger.command.webhook.WebhookCommand.RemoveWebhook;
import stockledger.command.webhook.WebhookCommand.ReplayWebhook;
import stockledger.command.webhook.WebhookCommand.ResumeWebhook;
import stockledger.command.webhook.WebhookCommand.RotateWebhookSecret;
import stockledger.command.webhook.WebhookCommand.SkipWebhookEvent;
import stockledger.command.webhook.WebhookRefusal.TooManyWebhookSecrets;
import stockledger.command.webhook.WebhookRefusal.TooManyWebhooks;
import stockledger.command.webhook.WebhookRefusal.WebhookNotFound;
import stockledger.command.webhook.WebhookRefusal.WebhookSecretsUnavailable;
import stockledger.events.LocationId;
import stockledger.events.WebhookId;
import stockledger.web.ApiContract;
import stockledger.web.webhook.WebhookAddresses;
import stockledger.web.webhook.WebhookCount;
import stockledger.web.webhook.WebhookSecrets;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Registers webhooks. Commands are not executed later: a stored answer would keep the secret. */
@RestController
@RequestMapping(path = "/v1/webhooks", produces = MediaType.APPLICATION_JSON_VALUE)
class WebhookController {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookController.class);
    private static final String MERGE_PATCH = "application/merge-patch+json";
    private static final Duration DEFAULT_OVERLAP = Duration.ofDays(1);
    private static final Duration MAX_OVERLAP = Duration.ofDays(7);

    private final Commands commands;
    private final KnownStreams streams;
    private final WebhookSecrets secrets;
    private final WebhookAddresses addresses;
    private final WebhookCount count;
    private final JsonMapper json;
    private final Validator validator;
    private final Clock clock;

    WebhookController(
            Commands commands,
            KnownStreams streams,
            WebhookSecrets secrets,
            WebhookAddresses addresses,
            WebhookCount count,
            JsonMapper json,
            Validator validator,
            Clock clock) {
        this.commands = commands;
        this.streams = streams;
        this.secrets = secrets;
        this.addresses = addresses;
        this.count = count;
        this.json = json;
        this.validator = validator;
        this.clock = clock;
    }

    /**
     * A webhook.
     *
     * @param previousSecretUntil absent before the first rotation
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record WebhookAnswer(
            WebhookId id,
            String url,
            List<String> types,
            @Nullable String skuPrefix,
            @Nullable LocationId locationId,
            @Nullable String description,
            boolean paused,

            @Schema(description = "Version of the newest secret, from 1.")
            int secretVersion,

            @Schema(description = "Until then deliveries are signed with the previous secret too.") @Nullable
            Instant previousSecretUntil,

            @Schema(description = "The newest secret, in the answers to a registration and a rotation only.") @Nullable
            String secret) {

        static WebhookAnswer of(WebhookId id, WebhookState state, @Nullable String secret) {
            WebhookTarget target = state.target();
            return new WebhookAnswer(
                    id,
                    target.url(),
                    target.types(),
                    target.skuPrefix(),
                    target.locationId(),
                    target.description(),
                    state.paused(),
                    state.secretVersion(),
                    state.previousUntil(),
                    secret);
        }
    }

    record RotationBody(
            @Schema(
                    description =
                            "Until then deliveries are signed with the previous secret too: a day without it, at most seven.")
            @Nullable
            Instant previousUntil) {}

    /** @param reason in the operator's words */
    record PauseBody(
            @Nullable @NormalizedText @Size(min = 1, max = 200)
            String reason) {}

    /** From where events are delivered again; one of the two. */
    record ReplayBody(
            @Schema(
                    description =
                            "Events after this global position are delivered, the position of a delivery; 0 for all.")
            @Nullable
            @Min(0)
            Long afterPosition,

            @Schema(description = "Events from this time on are delivered; not in the future.") @Nullable
            Instant from) {}

    record SkipBody(
            @Schema(description = "The event that is skipped, the eventId of a delivery.")
            @NotNull
            @Size(min = 1, max = 100)
            String eventId) {}

    @ApiContract(
            id = "registerWebhook",
            summary =
                    "Registers a webhook, to which events are delivered from now on. Its secret is in this answer, and in"
                            + " those to repetitions with the same Idempotency-Key, only.",
            status = 201,
            async = false,
            problems = {"400 " + WebhookBody.INVALID_URL, "400 " + WebhookBody.UNKNOWN_TYPE},
            refusals = {TooManyWebhooks.class, WebhookSecretsUnavailable.class})
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<WebhookAnswer> register(@Valid @RequestBody WebhookBody body) {
        WebhookTarget target = body.target(addresses);
        // Derived from the idempotency key, so that a repeated request names the same webhook.
        WebhookId id = new WebhookId(GeneratedId.of("webhook").toString());
        if (count.isReached() && !streams.exists(id.stream())) {
            throw new TooManyWebhooks(WebhookCount.MAX);
        }
        return CommandResponder.onListedVersion(
                new RegisterWebhook(id, target, currentKey()), null, (command, expected) -> {
                    Outcome<WebhookState> outcome = commands.send(command, expected);
                    return unstored(
                            Answers.created("/v1/webhooks/" + id, withSecret(id, outcome.answer()), outcome.token()));
                });
    }

    @ApiContract(
            id = "changeWebhook",
            summary = "Changes a webhook by a merge patch (RFC 7396): members that it does not name are kept.",
            async = false,
            body = WebhookPatch.class,
            problems = {"400 " + WebhookBody.INVALID_URL, "400 " + WebhookBody.UNKNOWN_TYPE},
            refusals = WebhookNotFound.class)
    @PatchMapping(
            path = "/{id}",
            consumes = {MERGE_PATCH, MediaType.APPLICATION_JSON_VALUE})
    ResponseEntity<WebhookAnswer> change(@PathVariable WebhookId id, @RequestBody ObjectNode given) {
        WebhookPatch patch = json.treeToValue(given, WebhookPatch.class);
        Set<ConstraintViolation<WebhookPatch>> violations = validator.validate(patch);
        if (!violations.isEmpty()) {
            throw new ConstraintViolationException(violations);
        }
        patch.check(addresses, given);
        return execute(new ChangeWebhook(id, before -> patch.patched(before, given)));
    }

    @ApiContract(
            id = "rotateWebhookSecret",
            summary =
                    "Makes a new secret of a webhook; the previous one signs beside it until a named time. At most five"
                            + " sign at a time.",
            async = false,
            problems = "400 invalid-expiry",
            refusals = {WebhookNotFound.class, TooManyWebhookSecrets.class, WebhookSecretsUnavailable.class})
    @PostMapping(path = "/{id}/rotate-secret", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<WebhookAnswer> rotate(@PathVariable WebhookId id, @RequestBody RotationBody body) {
        Instant now = clock.instant();
        Instant until = body.previousUntil() == null ? now.plus(DEFAULT_OVERLAP) : body.previousUntil();
        if (until.isAfter(now.plus(MAX_OVERLAP))) {
            throw new InvalidBody("previousUntil", "invalid-expiry", "Must be at most seven days ahead.");
        }
        // A time that is over ends the previous secret now.
        Instant end = (until.isBefore(now) ? now : until).truncatedTo(ChronoUnit.SECONDS);
        requireExisting(id);
        return CommandResponder.onListedVersion(
                new RotateWebhookSecret(id, currentKey(), end, now), null, (command, expected) -> {
                    Outcome<WebhookState> outcome = commands.send(command, expected);
                    return unstored(Answers.done(withSecret(id, outcome.answer()), outcome.token()));
                });
    }

    @ApiContract(
            id = "pauseWebhook",
            summary = "Pauses a webhook: nothing is delivered, and nothing is lost, until it is resumed.",
            async = false,
            needsFreeSpace = false,
            refusals = WebhookNotFound.class)
    @PostMapping(path = "/{id}/pause", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<WebhookAnswer> pause(@PathVariable WebhookId id, @Valid @RequestBody PauseBody body) {
        return execute(new PauseWebhook(id, body.reason()));
    }

    @ApiContract(
            id = "resumeWebhook",
            summary = "Resumes a webhook that an operator, or too many failures, have paused.",
            async = false,
            refusals = WebhookNotFound.class)
    @PostMapping(path = "/{id}/resume", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<WebhookAnswer> resume(@PathVariable WebhookId id, @RequestBody EmptyBody body) {
        return execute(new ResumeWebhook(id));
    }

    @ApiContract(
            id = "replayWebhook",
            summary = "Delivers events to a webhook again: those after a position, or from a time on.",
            async = false,
            problems = "400 ambiguous-replay",
            refusals = WebhookNotFound.class)
    @PostMapping(path = "/{id}/replay", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<WebhookAnswer> replay(@PathVariable WebhookId id, @Valid @RequestBody ReplayBody body) {
        if ((body.afterPosition() == null) == (body.from() == null)) {
            throw new InvalidBody("from", "ambiguous-replay", "Either afterPosition or from must be given.");
        }
        if (body.from() != null && body.from().isAfter(clock.instant())) {
            throw new InvalidBody("from", "validation-failed", "Must not be in the future.");
        }
        return execute(new ReplayWebhook(id, body.afterPosition(), body.from()));
    }

    @ApiContract(
            id = "skipWebhookEvent",
            summary = "Skips an event that the receiver refuses: it is not delivered any more, and the"
                    + " events that wait for it are.",
            async = false,
            refusals = WebhookNotFound.class)
    @PostMapping(path = "/{id}/skip", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<WebhookAnswer> skip(@PathVariable WebhookId id, @Valid @RequestBody SkipBody body) {
        return execute(new SkipWebhookEvent(id, body.eventId()));
    }

    @ApiContract(
            id = "removeWebhook",
            summary = "Removes a webhook.",
            async = false,
            needsFreeSpace = false,
            refusals = WebhookNotFound.class)
    @PostMapping(path = "/{id}/remove", consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<WebhookAnswer> remove(@PathVariable WebhookId id, @RequestBody EmptyBody body) {
        return execute(new RemoveWebhook(id));
    }

    private ResponseEntity<WebhookAnswer> execute(WebhookCommand command) {
        requireExisting(command.id());
        return CommandResponder.onListedVersion(command, null, (decided, expected) -> {
            Outcome<WebhookState> outcome = commands.send(decided, expected);
            return unstored(Answers.done(WebhookAnswer.of(command.id(), outcome.answer(), null), outcome.token()));
        });
    }

    private void requireExisting(WebhookId id) {
        streams.require(id.stream(), () -> new WebhookNotFound(id));
    }

    private String currentKey() {
        try {
            return secrets.currentKeyId();
        } catch (RuntimeException e) {
            LOG.warn("the master keys of webhooks cannot be read: {}", e.toString());
            throw new WebhookSecretsUnavailable();
        }
    }

    private WebhookAnswer withSecret(WebhookId id, WebhookState state) {
        byte[] secret = secrets.secret(id.value(), state.secretVersion(), state.keyId());
        return WebhookAnswer.of(id, state, secret == null ? null : WebhookSecrets.text(secret));
    }

    private static <T> ResponseEntity<T> unstored(ResponseEntity<T> answer) {
        return ResponseEntity.status(answer.getStatusCode())
                .headers(headers -> {
                    headers.putAll(answer.getHeaders());
                    headers.set(
                            HttpHeaders.CACHE_CONTROL, CacheControl.noStore().getHeaderValue());
                })
                .body(answer.getBody());
    }
}
