package stockledger.command.apikey;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import stockledger.command.apikey.ApiKeyCommand.IssueApiKey;
import stockledger.command.apikey.ApiKeyCommand.RevokeApiKey;
import stockledger.command.apikey.ApiKeyRefusal.ApiKeyNotFound;
import stockledger.command.apikey.ApiKeyRefusal.TooManyApiKeys;
import stockledger.command.dispatch.Commands;
import stockledger.command.dispatch.GeneratedId;
import stockledger.command.dispatch.Outcome;
import stockledger.command.dispatch.RequestContext;
import stockledger.command.http.Answers;
import stockledger.command.http.CommandResponder;
import stockledger.command.http.InvalidBody;
import stockledger.command.http.LabelText;
import stockledger.command.http.ReasonBody;
import stockledger.web.ApiContract;
import stockledger.web.security.ApiKey;
import stockledger.web.security.ApiKeyText;
import stockledger.web.security.ApiKeys;
import stockledger.web.security.Caller;
import stockledger.web.security.Scope;

/** Issues and revokes API keys. They are not executed later: a stored answer would keep the secret. */
@RestController
@RequestMapping(
        path = "/v1/api-keys",
        consumes = MediaType.APPLICATION_JSON_VALUE,
        produces = MediaType.APPLICATION_JSON_VALUE)
class ApiKeyController {

    private static final Duration DEFAULT_LIFETIME = Duration.ofDays(90);
    private static final Duration MAX_LIFETIME = Duration.ofDays(366);

    private final Commands commands;
    private final ApiKeys keys;
    private final Clock clock;

    ApiKeyController(Commands commands, ApiKeys keys, Clock clock) {
        this.commands = commands;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * A key to be issued.
     *
     * @param name of the caller that will send it; two keys with one name are the same caller
     * @param expiresAt 90 days from now without it, at most 366 days ahead
     * @param reason why it is issued; it is recorded with the event
     */
    record KeyBody(
            @NotNull
            @Pattern(regexp = "[A-Za-z0-9._-]{1,64}", message = "must be 1 to 64 letters, digits, '.', '_' or '-'")
            String name,

            @NotEmpty Set<@NotNull Scope> scopes,

            @Nullable Instant expiresAt,

            @Nullable @LabelText @Size(min = 1, max = ReasonBody.MAX_LENGTH)
            String reason) {}

    /**
     * An issued key.
     *
     * @param key the text that callers send; absent in a repeated answer, since it is stored nowhere
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record KeyAnswer(
            String id,
            String name,
            Set<Scope> scopes,
            Instant expiresAt,
            @Nullable String key) {}

    /** A revoked key. */
    record RevokedAnswer(String id) {}

    @ApiContract(
            id = "issueApiKey",
            summary = "Issues an API key, whose text is in this answer only; the first one turns authentication on.",
            status = 201,
            async = false,
            problems = {"400 invalid-expiry", "400 reserved-name", "400 first-key-needs-ops"},
            refusals = TooManyApiKeys.class)
    @PostMapping
    ResponseEntity<KeyAnswer> issue(@Valid @RequestBody KeyBody body, HttpServletRequest request) {
        Instant now = clock.instant();
        Instant expiresAt = expiry(body, now);
        requireUsableName(body.name());
        Caller caller = Caller.of(request);
        requireUsableScopes(body.scopes(), caller);
        // Derived from the idempotency key, so that a repeated request names the same key.
        String id = GeneratedId.of("api-key").toString().replace("-", "");
        ApiKeyText text = ApiKeyText.random(id);
        return CommandResponder.onListedVersion(
                new IssueApiKey(
                        id,
                        body.name(),
                        body.scopes().stream().map(Scope::text).sorted().toList(),
                        text.hash(),
                        now,
                        expiresAt),
                null,
                (command, expected) -> {
                    Outcome<Instant> outcome = sent(command, body.reason());
                    if (!outcome.replayed()) {
                        keys.issued(new ApiKey(
                                id, body.name(), body.scopes(), text.hash(), now, caller.name(), expiresAt, null));
                    }
                    KeyAnswer answer = new KeyAnswer(
                            id, body.name(), body.scopes(), outcome.answer(), outcome.replayed() ? null : text.text());
                    return unstored(Answers.created("/v1/api-keys", answer, outcome.token()));
                });
    }

    @ApiContract(
            id = "revokeApiKey",
            summary = "Revokes an API key.",
            async = false,
            needsFreeSpace = false,
            refusals = ApiKeyNotFound.class)
    @PostMapping("/{id}/revoke")
    ResponseEntity<RevokedAnswer> revoke(@PathVariable String id, @Valid @RequestBody ReasonBody body) {
        return CommandResponder.onListedVersion(new RevokeApiKey(id), null, (command, expected) -> {
            try (RequestContext.Scope reason = RequestContext.withReason(body.reason())) {
                Outcome<Instant> outcome = commands.send(command, expected);
                keys.revoked(id);
                return unstored(Answers.done(new RevokedAnswer(id), outcome.token()));
            }
        });
    }

    private Outcome<Instant> sent(IssueApiKey command, @Nullable String given) {
        try (RequestContext.Scope reason = RequestContext.withReason(given)) {
            return commands.send(command, null);
        }
    }

    private static Instant expiry(KeyBody body, Instant now) {
        Instant expiresAt = body.expiresAt() == null ? now.plus(DEFAULT_LIFETIME) : body.expiresAt();
        if (!expiresAt.isAfter(now) || expiresAt.isAfter(now.plus(MAX_LIFETIME))) {
            throw new InvalidBody(
                    "expiresAt", "invalid-expiry", "An API key expires in the future, at most 366 days ahead.");
        }
        return expiresAt.truncatedTo(ChronoUnit.SECONDS);
    }

    /** Events of these actors have another meaning. */
    private static void requireUsableName(String name) {
        if (Set.of("anonymous", "stockledger").contains(name)) {
            throw new InvalidBody("name", "reserved-name", "Callers cannot have this name.");
        }
    }

    /** In protected mode the first key turns authentication on: with another scope, nobody could issue the next. */
    private static void requireUsableScopes(Set<Scope> scopes, Caller caller) {
        if (!caller.isAuthenticated() && !scopes.contains(Scope.OPS)) {
            throw new InvalidBody("scopes", "first-key-needs-ops", "The first API key needs the scope ops.");
        }
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
