package stockledger.command.bulk;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import stockledger.command.dispatch.Commands;
import stockledger.command.dispatch.GeneratedId;
import stockledger.command.dispatch.IdempotencyKey;
import stockledger.command.dispatch.RequestContext;
import stockledger.command.http.Answers;
import stockledger.command.http.BodyRefused;
import stockledger.command.http.BulkBodies;
import stockledger.command.http.BulkRowType;
import stockledger.command.http.BulkRowTypes;
import stockledger.command.http.InvalidHeaderOrParameter;
import stockledger.command.http.Rows;
import stockledger.command.job.JobIntake;
import stockledger.command.job.JobReference;
import stockledger.command.job.JobRefusal.JobExists;
import stockledger.command.job.JobRefusal.QueueFull;
import stockledger.events.JobId;
import stockledger.web.ApiContract;
import stockledger.web.limits.SlowUploads;

@RestController
class BulkController {

    private final JobIntake jobs;
    private final Commands commands;
    private final BulkRowTypes types;
    private final Rows rows;
    private final BulkBodies bodies;
    private final SlowUploads slow;
    private final BulkSettings settings;
    private final Semaphore uploads;

    BulkController(
            JobIntake jobs,
            Commands commands,
            BulkRowTypes types,
            Rows rows,
            BulkBodies bodies,
            SlowUploads slow,
            BulkSettings settings) {
        this.jobs = jobs;
        this.commands = commands;
        this.types = types;
        this.rows = rows;
        this.bodies = bodies;
        this.slow = slow;
        this.settings = settings;
        this.uploads = new Semaphore(settings.maxUploads());
    }

    @ApiContract(
            id = "uploadRows",
            summary = "Accepts a job of rows, each of them a command.",
            status = 202,
            async = false,
            rows = true,
            refusals = {UnknownRowKind.class, QueueFull.class, JobExists.class})
    @PostMapping(path = "/v1/bulk/{kind}", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<JobReference> accept(
            @PathVariable String kind,
            @RequestParam(name = "dryRun", required = false) @Nullable String dryRun,
            @RequestParam(name = "mapping", required = false) @Nullable String mapping,
            HttpServletRequest request)
            throws IOException {
        BulkRowType own = types.own(kind);
        if (own == null) {
            throw new UnknownRowKind();
        }
        BulkRowType type = mapping == null ? own : types.mapped(own, mapping);
        boolean dry = dryRun(dryRun);
        BulkBodies.Format format = BulkBodies.format(request);
        IdempotencyKey key = RequestContext.currentKey();
        KeyedBody keyed = key == null
                ? null
                : new KeyedBody(key.key(), new JobId(GeneratedId.of("job").toString()), digest(request));
        if (keyed != null && jobs.exists(keyed.job())) {
            // Before the capacity is checked: a repetition gets its first answer although the queue is full.
            return answer(repeat(request, keyed));
        }
        jobs.requireCapacity();
        if (!uploads.tryAcquire() && !takeFromSlowest()) {
            throw new QueueFull(settings.maxUploads());
        }
        try {
            return answer(read(request, format, type, dry, keyed));
        } finally {
            uploads.release();
        }
    }

    /** Slow uploads cannot hold all places. */
    private boolean takeFromSlowest() {
        try {
            return slow.endSlowest() && uploads.tryAcquire(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** A body with an idempotency key; the digest is complete once the body is read. */
    private record KeyedBody(String key, JobId job, MessageDigest digest) {

        IdempotencyKey withFingerprint() {
            return new IdempotencyKey(
                    key, Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest()));
        }
    }

    private JobIntake.Accepted repeat(HttpServletRequest request, KeyedBody keyed) throws IOException {
        try (InputStream unpacked = bodies.open(request);
                InputStream body = new DigestInputStream(unpacked, keyed.digest())) {
            body.transferTo(OutputStream.nullOutputStream());
            return jobs.repeat(keyed.job(), keyed.withFingerprint());
        }
    }

    private JobIntake.Accepted read(
            HttpServletRequest request,
            BulkBodies.Format format,
            BulkRowType type,
            boolean dryRun,
            @Nullable KeyedBody keyed)
            throws IOException {
        JobId id = keyed == null ? new JobId(UUID.randomUUID().toString()) : keyed.job();
        try (InputStream unpacked = bodies.open(request);
                InputStream body = keyed == null ? unpacked : new DigestInputStream(unpacked, keyed.digest())) {
            Upload upload = new Upload(commands, settings, UUID.randomUUID().toString());
            try (RowSource source = source(body, format, type)) {
                for (RowSource.Row row = source.next(); row != null; row = source.next()) {
                    if (upload.rows() == settings.maxRows()) {
                        throw BodyRefused.tooManyRows(settings.maxRows());
                    }
                    upload.add(row);
                }
            }
            if (upload.rows() == 0) {
                throw BodyRefused.malformed("no-rows", "The body has no rows.");
            }
            List<Integer> chunks = upload.finish();
            return jobs.accept(
                    id,
                    type.kind(),
                    upload.name(),
                    upload.rows(),
                    chunks,
                    dryRun,
                    keyed == null ? null : keyed.withFingerprint());
        }
    }

    private RowSource source(InputStream body, BulkBodies.Format format, BulkRowType type) throws IOException {
        return switch (format) {
            case CSV -> new CsvRows(new Utf8(body), type, settings.maxRowLength());
            case NDJSON -> new NdjsonRows(new Utf8(body), rows, type, settings.maxRowLength());
        };
    }

    private static boolean dryRun(@Nullable String given) {
        if (given == null || given.equals("false")) {
            return false;
        }
        if (given.equals("true")) {
            return true;
        }
        throw InvalidHeaderOrParameter.parameter("dryRun", "dryRun is true or false.");
    }

    private static MessageDigest digest(HttpServletRequest request) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((request.getRequestURI() + "\n" + request.getQueryString() + "\n")
                    .getBytes(StandardCharsets.UTF_8));
            return digest;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static ResponseEntity<JobReference> answer(JobIntake.Accepted accepted) {
        ResponseEntity.BodyBuilder answer = ResponseEntity.accepted()
                .location(URI.create(accepted.location()))
                .header(Answers.CONSISTENCY_TOKEN, accepted.token().encoded());
        if (accepted.replayed()) {
            answer.header(Answers.REPLAYED, "true");
        }
        return answer.body(accepted.answer());
    }
}
