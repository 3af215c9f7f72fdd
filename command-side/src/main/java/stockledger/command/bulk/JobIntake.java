package stockledger.command.bulk;

import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import stockledger.command.bulk.JobCommand.AcceptJob;
import stockledger.command.bulk.JobCommand.AcceptRequest;
import stockledger.command.bulk.JobRefusal.QueueFull;
import stockledger.command.dispatch.Commands;
import stockledger.command.dispatch.IdempotencyKey;
import stockledger.command.dispatch.KnownStreams;
import stockledger.command.dispatch.Outcome;
import stockledger.command.dispatch.RequestContext;
import stockledger.events.ConsistencyToken;
import stockledger.events.JobId;

/** Takes in work that is done later: all of it is stored before it is promised, and no more than can wait. */
class JobIntake {

    private final Commands commands;
    private final KnownStreams known;
    private final OpenJobs board;
    private final Clock clock;
    private final BulkSettings settings;
    private final Semaphore uploads;

    JobIntake(Commands commands, KnownStreams known, OpenJobs board, Clock clock, BulkSettings settings) {
        this.commands = commands;
        this.known = known;
        this.board = board;
        this.clock = clock;
        this.settings = settings;
        this.uploads = new Semaphore(settings.mostUploads());
    }

    /**
     * A job that was accepted.
     *
     * @param replayed now, or before to the same request
     */
    record Accepted(JobId id, JobStatus status, ConsistencyToken token, boolean replayed) {}

    /** Something that reads a body. */
    @FunctionalInterface
    interface Taking<T> {
        T run() throws IOException;
    }

    /**
     * Reads a body, when there is room for one more at once and for its job.
     *
     * @throws QueueFull when there is none
     */
    <T> T takingIn(Taking<T> taking) throws IOException {
        requireRoom();
        if (!uploads.tryAcquire()) {
            throw new QueueFull(settings.mostUploads());
        }
        try {
            return taking.run();
        } finally {
            uploads.release();
        }
    }

    void requireRoom() {
        if (board.size() >= settings.mostOpenJobs()) {
            throw new QueueFull(settings.mostOpenJobs());
        }
    }

    boolean knows(JobId id) {
        return known.exists(id.stream());
    }

    Upload upload() {
        return new Upload(commands, settings, UUID.randomUUID().toString());
    }

    /** Makes a job of rows: from here on it is promised. */
    Accepted accept(JobId id, String kind, Upload upload, boolean dryRun, @Nullable IdempotencyKey keyed) {
        List<Integer> chunks = upload.end();
        return accepted(
                id, new AcceptJob(id, kind, upload.name(), upload.rows(), chunks, dryRun), keyed, OpenJobs.Sort.ROWS);
    }

    /** Answers a request that was sent again with its key, or refuses another one under the same key. */
    Accepted repeat(JobId id, IdempotencyKey keyed) {
        return accepted(id, new AcceptJob(id, "", "", 0, List.of(), false), keyed, OpenJobs.Sort.ROWS);
    }

    /** Makes a job of one request. */
    Accepted accept(JobId id, String method, String path, Map<String, String> headers, String body) {
        return accepted(id, new AcceptRequest(id, method, path, headers, body), null, OpenJobs.Sort.REQUEST);
    }

    private Accepted accepted(JobId id, JobCommand command, @Nullable IdempotencyKey keyed, OpenJobs.Sort sort) {
        Outcome<JobStatus> outcome = send(command, keyed);
        if (!outcome.replayed()) {
            board.add(id, sort, clock.instant());
        }
        return new Accepted(id, outcome.answer(), outcome.token(), outcome.replayed());
    }

    private Outcome<JobStatus> send(JobCommand command, @Nullable IdempotencyKey keyed) {
        if (keyed == null) {
            return commands.send(command);
        }
        try (RequestContext.Scope scope = RequestContext.keyed(keyed)) {
            return commands.send(command);
        }
    }
}
