package stockledger.trials.attack;

import java.net.URI;

/** Uploads of rows that never come to their end. */
final class SlowUploads implements Attack {

    @Override
    public String name() {
        return "slow-uploads";
    }

    @Override
    public String description() {
        return "uploads of rows that arrive with one row per second";
    }

    @Override
    public AutoCloseable begin(URI url, int attackers) {
        return Trickle.begin(
                url,
                attackers,
                "POST /v1/bulk/receipts HTTP/1.1\r\nHost: " + url.getAuthority()
                        + "\r\nContent-Type: text/csv\r\nContent-Length: 1000000\r\n\r\nsku,locationId,quantity\n",
                "ATTACKED-1,ATTACKED,1\n",
                1);
    }
}
