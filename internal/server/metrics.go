package server

import (
	"fmt"
	"io"
	"runtime"
	"strconv"
	"sync/atomic"
	"time"
)

// Metrics count what a server does. The zero value is ready; it may be used
// from several goroutines at once.
type Metrics struct {
	answers     [6]atomic.Int64 // by status class; 0 for those broken off
	bytes       atomic.Int64    // of bodies
	inFlight    atomic.Int64    // requests
	durations   [len(bounds) + 1]atomic.Int64
	nanoseconds atomic.Int64 // of all requests

	conns, accepted, shed atomic.Int64 // connections

	replaced, refused atomic.Int64 // reloads of content
}

// bounds are those of the histogram of durations. Most answers take
// microseconds; what takes long is a client that reads slowly.
var bounds = [...]time.Duration{
	100 * time.Microsecond, 250 * time.Microsecond, 500 * time.Microsecond,
	time.Millisecond, 2500 * time.Microsecond, 5 * time.Millisecond,
	10 * time.Millisecond, 25 * time.Millisecond, 50 * time.Millisecond,
	100 * time.Millisecond, 500 * time.Millisecond, 2500 * time.Millisecond, 10 * time.Second,
}

func (m *Metrics) answered(a *answer, took time.Duration) {
	m.answers[min(a.status/100, len(m.answers)-1)].Add(1)
	m.bytes.Add(int64(a.bytes))
	m.nanoseconds.Add(int64(took))
	i := 0
	for i < len(bounds) && took > bounds[i] {
		i++
	}
	m.durations[i].Add(1)
}

// requests is how many were answered.
func (m *Metrics) requests() (n int64) {
	for class := range m.answers {
		n += m.answers[class].Load()
	}
	return n
}

// An exposition is written in the text format of Prometheus, version 0.0.4.
// Names and labels are ours, and need no escape.
type exposition struct{ io.Writer }

func (x exposition) family(name, kind, help string) {
	fmt.Fprintf(x, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, kind)
}

func (x exposition) sample(name, labels string, value float64) {
	if labels != "" {
		name += "{" + labels + "}"
	}
	fmt.Fprintf(x, "%s %s\n", name, strconv.FormatFloat(value, 'g', -1, 64))
}

func (x exposition) one(name, kind, help string, value float64) {
	x.family(name, kind, help)
	x.sample(name, "", value)
}

func (m *Metrics) expose(x exposition) {
	x.family("briefpress_http_requests_total", "counter", "Requests answered, by class of the status; none is for answers broken off.")
	for class := range m.answers {
		label := "none"
		if class > 0 {
			label = strconv.Itoa(class) + "xx"
		}
		x.sample("briefpress_http_requests_total", `code="`+label+`"`, float64(m.answers[class].Load()))
	}
	x.one("briefpress_http_response_body_bytes_total", "counter", "Bytes of bodies sent.", float64(m.bytes.Load()))
	x.one("briefpress_http_requests_in_flight", "gauge", "Requests being answered.", float64(m.inFlight.Load()))

	const duration = "briefpress_http_request_duration_seconds"
	x.family(duration, "histogram", "From the end of the request's headers to that of the answer.")
	var count int64
	// The sum is read first: what comes in between is then missing in it, not
	// in the buckets, and a mean is never too large.
	sum := time.Duration(m.nanoseconds.Load()).Seconds()
	for i := range m.durations {
		count += m.durations[i].Load()
		bound := "+Inf"
		if i < len(bounds) {
			bound = strconv.FormatFloat(bounds[i].Seconds(), 'g', -1, 64)
		}
		x.sample(duration+"_bucket", `le="`+bound+`"`, float64(count))
	}
	x.sample(duration+"_sum", "", sum)
	x.sample(duration+"_count", "", float64(count))

	x.one("briefpress_connections", "gauge", "Connections open.", float64(m.conns.Load()))
	x.one("briefpress_connections_accepted_total", "counter", "Connections accepted.", float64(m.accepted.Load()))
	x.one("briefpress_connections_shed_total", "counter", "Quiet connections closed, to make place or at the stop.", float64(m.shed.Load()))
	x.family("briefpress_reloads_total", "counter", "Reloads of the content, by whether it was good.")
	x.sample("briefpress_reloads_total", `result="good"`, float64(m.replaced.Load()))
	x.sample("briefpress_reloads_total", `result="bad"`, float64(m.refused.Load()))
	x.one("briefpress_goroutines", "gauge", "Goroutines of the process.", float64(runtime.NumGoroutine()))
}
