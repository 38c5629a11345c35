#!/usr/bin/env bash
# An operator's day: five kv-store processes are operated through their actuator, and every answer is checked.
#
#   operators-day.sh                 on the ports of the profile "cluster", 8081 to 8085 and 9331 to 9335
#   operators-day.sh --free-ports    on ports that are free
#
# It takes a minute or two and prints what it asks and what is answered; it fails at the first answer that is not as
# it should be. The steps are in OperatorsDay.java. Logs are kept under target/operators-day beside this script, or in
# KV_DAY_DIR.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
jar="$here/target/kv-store.jar"
day="io.dongting.samples.operatorsday.OperatorsDay"
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"

if [[ ! -f "$jar" || ! -f "$here/target/test-classes/${day//.//}.class" ]]; then
	echo "Building $jar"
	(cd "$here/../.." && ./mvnw -B -ntp -q -pl samples/kv-store -am package -DskipTests)
fi
exec "$java" -cp "$here/target/test-classes" "$day" "$jar" "${KV_DAY_DIR:-$here/target/operators-day}" "$@"
