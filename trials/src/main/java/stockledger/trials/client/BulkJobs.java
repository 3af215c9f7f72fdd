package stockledger.trials.client;

import java.time.Duration;

/** Submits rows as jobs and polls them until they end. */
public final class BulkJobs {

    private static final int ACCEPTED = 202;
    private static final int NOT_FOUND = 404;
    private static final Duration POLL_INTERVAL = Duration.ofMillis(200);

    private final RetryingClient client;
    private final Backoff backoff = new Backoff();

    public BulkJobs(RetryingClient client) {
        this.client = client;
    }

    /**
     * Submits rows; the key makes a retry after a lost connection the same job.
     *
     * @param resource {@code products}, {@code receipts} …
     * @return the job's id
     * @throws SetupFailed when the service refuses the rows
     */
    public String submit(String resource, String contentType, String rows, String idempotencyKey) {
        Response response = client.send(Call.upload("/v1/bulk/" + resource, contentType, rows, idempotencyKey));
        String location = String.valueOf(response.location());
        if (response.status() != ACCEPTED || !location.contains("/v1/jobs/")) {
            throw new SetupFailed("the bulk upload of " + resource + " was refused: " + response.summary());
        }
        return location.substring(location.lastIndexOf('/') + 1);
    }

    /**
     * Polls a job until it ends.
     *
     * @param query parameters of the job's page, empty for none
     */
    public Response awaitEnd(String job, String query) {
        while (true) {
            Response response = client.send(Call.get(RequestKind.READ, "/v1/jobs/" + job + query, null));
            String status = response.body().path("status").asText("");
            // A job becomes visible on the query side a moment after its acceptance.
            boolean running = response.status() == NOT_FOUND || status.equals("accepted") || status.equals("running");
            if (!running) {
                return response;
            }
            backoff.await(POLL_INTERVAL);
        }
    }
}
