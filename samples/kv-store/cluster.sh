#!/usr/bin/env bash
# A local cluster of three kv-store processes.
#
#   cluster.sh start        build the jar if there is none, start nodes 1 to 3, wait until they are ready
#   cluster.sh stop         stop all nodes; the data stays
#   cluster.sh status       show each node and its view of the group
#   cluster.sh kill N       end node N as a crash would (kill -9)
#   cluster.sh restart N    start node N again, stopping it first if it runs; also starts nodes 4 and 5
#   cluster.sh logs [N]     follow the log of node N, or of all
#   cluster.sh clean        stop all nodes and delete their data and logs
#
# Everything is kept under target/cluster beside this script, or in KV_CLUSTER_DIR.
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/../.." && pwd)"
jar="$here/target/kv-store.jar"
dir="${KV_CLUSTER_DIR:-$here/target/cluster}"
java="${JAVA_HOME:+$JAVA_HOME/bin/}java"
ready_seconds=120

fail() {
	echo "$*" >&2
	exit 1
}

usage() {
	sed -n '2,11s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"
}

http_port() {
	echo $((8080 + $1))
}

check_node() {
	[[ "${1:-}" =~ ^[1-5]$ ]] || fail "Name a node from 1 to 5."
}

command_line() {
	if [[ -d /proc/self ]]; then
		tr '\0' ' ' 2>/dev/null <"/proc/$1/cmdline" || true
	else
		ps -o args= -p "$1" || true
	fi
}

# The pid of a node that this script started and that still runs, else nothing. A number that another program was
# given since is told by its command line.
running_pid() {
	local pid_file="$dir/node-$1.pid" pid
	[[ -f "$pid_file" ]] || return 0
	pid="$(<"$pid_file")"
	if [[ "$(command_line "$pid")" == *"--dongting.raft.node-id=$1 "*"$dir"* ]]; then
		echo "$pid"
	fi
}

is_ready() {
	[[ "$(http_status "$1" /actuator/health/readiness)" == 200 ]]
}

# Talks HTTP without curl, which not every machine has.
http_get() {
	(
		exec 3<>"/dev/tcp/127.0.0.1/$(http_port "$1")" || exit 1
		printf 'GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n' "$2" >&3
		cat <&3
	) 2>/dev/null || true
}

http_status() {
	http_get "$1" "$2" | sed -n '1s/^HTTP[^ ]* \([0-9]*\).*/\1/p'
}

build_if_missing() {
	if [[ ! -f "$jar" ]]; then
		echo "Building $jar"
		(cd "$root" && ./mvnw -B -ntp -q -pl samples/kv-store -am package -DskipTests)
	fi
}

start_node() {
	local node="$1"
	if [[ -n "$(running_pid "$node")" ]]; then
		echo "Node $node runs already"
		return
	fi
	mkdir -p "$dir"
	nohup "$java" -jar "$jar" --spring.profiles.active=cluster "--dongting.raft.node-id=$node" \
		"--dongting.raft.data-dir=$dir/data/node-$node" >>"$dir/node-$node.log" 2>&1 </dev/null &
	echo $! >"$dir/node-$node.pid"
}

await_ready() {
	local node="$1" deadline=$((SECONDS + ready_seconds))
	until is_ready "$node"; do
		if [[ -z "$(running_pid "$node")" ]]; then
			tail -n 25 "$dir/node-$node.log" >&2
			fail "Node $node has ended, see $dir/node-$node.log"
		fi
		((SECONDS < deadline)) || fail "Node $node is not ready after $ready_seconds s, see $dir/node-$node.log"
		sleep 0.3
	done
	echo "Node $node is ready: http://localhost:$(http_port "$node")/kv/{key}" \
		"and http://localhost:$(http_port "$node")/actuator/raft/kv"
}

end_node() {
	local node="$1" signal="$2" pid
	pid="$(running_pid "$node")"
	if [[ -n "$pid" ]]; then
		kill "-$signal" "$pid"
		while [[ -n "$(running_pid "$node")" ]]; do
			sleep 0.1
		done
		echo "Node $node has ended"
	fi
	rm -f "$dir/node-$node.pid"
}

status() {
	local node pid
	for node in 1 2 3 4 5; do
		pid="$(running_pid "$node")"
		if [[ -n "$pid" ]]; then
			echo "Node $node, pid $pid, port $(http_port "$node"): $(http_get "$node" /actuator/raft/kv | tail -n 1)"
		elif [[ -f "$dir/node-$node.log" ]]; then
			echo "Node $node does not run"
		fi
	done
}

case "${1:-}" in
	start)
		build_if_missing
		for node in 1 2 3; do start_node "$node"; done
		for node in 1 2 3; do await_ready "$node"; done
		;;
	stop)
		for node in 1 2 3 4 5; do end_node "$node" TERM; done
		;;
	status)
		status
		;;
	kill)
		check_node "${2:-}"
		end_node "$2" KILL
		;;
	restart)
		check_node "${2:-}"
		build_if_missing
		end_node "$2" TERM
		start_node "$2"
		if (($2 <= 3)); then
			await_ready "$2"
		else
			echo "Node $2 was started; it waits until it is added to the group"
		fi
		;;
	logs)
		if [[ -n "${2:-}" ]]; then
			check_node "$2"
			exec tail -n 100 -f "$dir/node-$2.log"
		fi
		exec tail -n 20 -f "$dir"/node-*.log
		;;
	clean)
		for node in 1 2 3 4 5; do end_node "$node" TERM; done
		rm -rf "$dir"
		;;
	*)
		usage
		exit 2
		;;
esac
