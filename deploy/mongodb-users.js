// Run once by the MongoDB image, on an empty volume: the user of both sides, who owns the read models and nothing else.
const fs = require("fs");

db.getSiblingDB("stockledger").createUser({
  user: "stockledger",
  pwd: fs.readFileSync("/run/secrets/mongodb-password", "utf8"),
  roles: [{ role: "readWrite", db: "stockledger" }],
});
