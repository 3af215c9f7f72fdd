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
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import stockledger.command.bulk.JobIntake.Accepted;
import stockledger.command.bulk.JobRefusal.JobExists;
import stockledger.command.bulk.JobRefusal.QueueFull;
import stockledger.command.bulk.JobRefusal.UnknownRows;
import stockledger.command.dispatch.IdempotencyKey;
import stockledger.command.dispatch.RequestContext;
import stockledger.command.http.Answers;
import stockledger.command.http.BodyRefused;
import stockledger.command.http.BulkBodies;
import stockledger.command.http.BulkRowType;
import stockledger.command.http.InvalidHead;
import stockledger.command.http.Rows;
import stockledger.events.JobId;
import stockledger.web.ApiContract;

@RestController
class BulkController {

    /** What the CSV parser reads ahead of the row it is at. */
    private static final int READ_AHEAD = 16 * 1024;

    private final JobIntake desk;
    private final List<BulkRowType> forms;
    private final Rows rows;
    private final BulkBodies bodies;
    private final BulkSettings settings;

    BulkController(JobIntake desk, List<BulkRowType> forms, Rows rows, BulkBodies bodies, BulkSettings settings) {
        this.desk = desk;
        this.forms = forms;
        this.rows = rows;
        this.bodies = bodies;
        this.settings = settings;
    }

    /** Where a job stands after a command. */
    record JobAnswer(JobId id, String status) {}

    @ApiContract(
            summary = "Takes in rows by the thousand, each of them a command.",
            status = 202,
            async = false,
            rows = true,
            refusals = {UnknownRows.class, QueueFull.class, JobExists.class})
    @PostMapping(path = "/v1/bulk/{kind}", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<JobAnswer> accept(
            @PathVariable String kind,
            @RequestParam(name = "dryRun", required = false) @Nullable String dryRun,
            HttpServletRequest request)
            throws IOException {
        BulkRowType form = forms.stream()
                .filter(one -> one.kind().equals(kind))
                .findFirst()
                .orElseThrow(UnknownRows::new);
        boolean dry = dryRun(dryRun);
        BulkBodies.Format written = BulkBodies.format(request);
        IdempotencyKey keyed = RequestContext.currentKey();
        Accepted accepted = desk.takingIn(() -> {
            if (keyed == null) {
                return read(request, written, form, dry, null);
            }
            MessageDigest digest = digest(request);
            return read(request, written, form, dry, new KeyedBody(keyed.key(), digest));
        });
        return answer(accepted);
    }

    /** A body whose sender gave it a key; the digest is whole when the body is read. */
    private record KeyedBody(String key, MessageDigest digest) {

        JobId job() {
            byte[] name = ("job " + key).getBytes(StandardCharsets.US_ASCII);
            return new JobId(UUID.nameUUIDFromBytes(name).toString());
        }

        IdempotencyKey keyed() {
            return new IdempotencyKey(
                    key, Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest()));
        }
    }

    private Accepted read(
            HttpServletRequest request,
            BulkBodies.Format written,
            BulkRowType form,
            boolean dry,
            @Nullable KeyedBody keyed)
            throws IOException {
        JobId id = keyed == null ? new JobId(UUID.randomUUID().toString()) : keyed.job();
        try (InputStream unpacked = bodies.open(request);
                InputStream body = keyed == null ? unpacked : new DigestInputStream(unpacked, keyed.digest())) {
            if (keyed != null && desk.knows(id)) {
                body.transferTo(OutputStream.nullOutputStream());
                return desk.repeat(id, keyed.keyed());
            }
            Upload upload = desk.upload();
            try (RowSource source = source(body, written, form)) {
                for (RowSource.Sent sent = source.next(); sent != null; sent = source.next()) {
                    upload.add(sent);
                }
            }
            if (upload.rows() == 0) {
                throw BodyRefused.malformed("no-rows", "The body has no rows.");
            }
            return desk.accept(id, form.kind(), upload, dry, keyed == null ? null : keyed.keyed());
        }
    }

    private RowSource source(InputStream body, BulkBodies.Format written, BulkRowType form) throws IOException {
        return switch (written) {
            case CSV -> new CsvRows(new Utf8(body, settings.largestRow() + READ_AHEAD), form);
            case NDJSON -> new NdjsonRows(new Utf8(body, Long.MAX_VALUE), rows, settings.largestRow());
        };
    }

    private static boolean dryRun(@Nullable String given) {
        if (given == null || given.equals("false")) {
            return false;
        }
        if (given.equals("true")) {
            return true;
        }
        throw InvalidHead.parameter("dryRun", "dryRun is true or false.");
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

    private static ResponseEntity<JobAnswer> answer(Accepted accepted) {
        ResponseEntity.BodyBuilder answer = ResponseEntity.accepted()
                .location(URI.create("/v1/jobs/" + accepted.id()))
                .header(Answers.CONSISTENCY_TOKEN, accepted.token().encoded());
        if (accepted.replayed()) {
            answer.header(Answers.REPLAYED, "true");
        }
        return answer.body(new JobAnswer(accepted.id(), accepted.status().word()));
    }
}
