package preview

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"path"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"briefpress/internal/brief"
	"briefpress/internal/check"
	"briefpress/internal/server"
	"briefpress/internal/site"
	"briefpress/internal/watch"
)

// rest is what browsers have to themselves after a change, before what they show
// is checked.
const rest = 100 * time.Millisecond

// growth is by how much the memory may grow, in percent, before garbage is looked
// for while the first site is loaded.
const growth = 400

// A preview turns changes into states, and requests into answers.
type preview struct {
	ctx      context.Context // ends streams and checks
	opts     Options
	log      *slog.Logger
	instance string // tells this process from an earlier one at the same address
	pages    http.Handler
	streams  atomic.Int64
	recent   recent
	checks   sync.WaitGroup

	// Of build, which nobody calls twice at once.
	loaded *site.Site // by the last load, shown or not
	unread []string   // paths of changes since then
	lost   bool       // there may be others

	tried bool // of find: one page of each kind can be made

	now     atomic.Pointer[state]
	mu      sync.Mutex // held while a state is made of the one before
	waiting *files     // guarded by mu: what is to be checked next
	busy    bool       // guarded by mu: a check is running
	stale   func()     // guarded by mu: breaks it off; nil where none is under way
}

func newPreview(ctx context.Context, opts Options) *preview {
	p := &preview{ctx: ctx, opts: opts, log: opts.Log, instance: rand.Text()}
	p.now.Store(&state{replaced: make(chan struct{})})
	// An editor's terminal is for what is wrong, not for each request.
	var requests *slog.Logger
	if p.log.Enabled(ctx, slog.LevelDebug) {
		requests = p.log
	}
	p.pages = server.NewHandler(func() server.Files { return p.now.Load() }, server.Options{Log: requests, NoStore: true})
	return p
}

// follow builds the site anew after each change, until there are no more.
func (p *preview) follow(changes <-chan watch.Change) {
	for {
		select {
		case <-p.ctx.Done():
			return
		case c, ok := <-changes:
			if !ok {
				return
			}
			p.change(c)
		}
	}
}

func (p *preview) change(c watch.Change) {
	p.log.Debug("changed", "paths", c.Paths)
	p.mu.Lock()
	if p.stale != nil {
		p.stale() // nobody waits for what is found in a site that is about to be an old one
	}
	p.mu.Unlock()
	p.unread = append(p.unread, c.Paths...)
	p.build(slices.ContainsFunc(c.Paths, func(path string) bool { return !strings.HasSuffix(path, ".md") }))
}

// build loads the site and shows it where it is good, else what is wrong. A
// page of each kind is tried before, or, when wide is not set, after: a text
// seldom breaks pages other than its own, and to make the lists of a large
// library takes longer than an editor wants to wait. Without changes that are
// noted, everything is read again.
func (p *preview) build(wide bool) {
	start := time.Now()
	before := p.now.Load()
	last := before.files
	f, problems := p.load(last, wide)
	p.publish(func(old *state) *state {
		if f == nil {
			return newState(last, true, check.Weigh(p.loaded, problems))
		}
		// Findings stay until they have been looked for anew, which comes
		// after, so that they do not flicker.
		return &state{files: f, found: old.found}
	})
	p.log.Info("built", "duration", time.Since(start).Round(time.Millisecond), "good", f != nil, "problems", len(problems))
	for _, problem := range problems {
		if problem.Stops {
			p.log.Warn(problem.Error())
		}
	}
	if f != nil && (f != last || before.failed) {
		p.check(f)
	}
}

// load makes the newest site, or says why there is none that could be shown. It
// is last where nothing is other than in that.
func (p *preview) load(last *files, wide bool) (f *files, problems []brief.Problem) {
	defer func() {
		if v := recover(); v != nil {
			f, problems = nil, []brief.Problem{p.panicked("the site", v)}
		}
	}()
	if p.loaded == nil {
		// All that is read now stays: to look through it again and again for what
		// can go would take as long as reading it.
		defer debug.SetGCPercent(debug.SetGCPercent(growth))
	}
	whatever := p.lost || len(p.unread) == 0
	p.lost = true // should this fail
	src, err := p.opts.Source()
	if err != nil {
		return nil, []brief.Problem{problemOf("the site", err)}
	}
	if !whatever {
		src.Changed = p.changed(src)
	}
	s, problems := site.Load(src, p.loaded)
	p.loaded, p.unread, p.lost = s, nil, false
	if last != nil && !slices.ContainsFunc(problems, stops) {
		// Bodies have problems that stop, too. At the first load they would
		// all have to be parsed before anything is seen: that is left to
		// check, since there is no better version to keep.
		if broken := s.Broken(last.site); broken != nil {
			return nil, broken
		}
	}
	if slices.ContainsFunc(problems, stops) {
		return nil, problems
	}
	if f = last; last == nil || !s.Same(last.site) {
		f = newFiles(s, p)
		p.recent.turn()
	}
	open := p.recent.list()
	if wide {
		open = append(open, samples(s.Paths())...)
	}
	if broken := f.prove(open); len(broken) > 0 {
		return nil, slices.Concat(broken, problems)
	}
	return f, nil
}

// changed names what has changed, as messages print it; nil where something is
// not known to be in a folder of the site.
func (p *preview) changed(src site.Source) []string {
	for _, name := range []string{cmp.Or(src.ContentName, "content"), cmp.Or(src.TemplatesName, "templates"), cmp.Or(src.StaticName, "static")} {
		if p.opts.Folders[name] == "" {
			return nil
		}
	}
	var names []string
	for _, file := range p.unread {
		n := len(names)
		for name, dir := range p.opts.Folders {
			if rel, err := filepath.Rel(dir, file); err == nil && filepath.IsLocal(rel) {
				names = append(names, path.Join(name, filepath.ToSlash(rel)))
			}
		}
		if len(names) == n {
			return nil
		}
	}
	return names
}

func stops(p brief.Problem) bool { return p.Stops }

// check looks for everything that is wrong with a site, and shows it when the
// site is still the one shown. One check runs at a time, and is broken off by a
// change; of those asked for meanwhile the last is made.
func (p *preview) check(f *files) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.waiting = f
	if p.busy {
		return
	}
	p.busy = true
	p.checks.Go(func() {
		for {
			p.mu.Lock()
			p.busy = p.waiting != nil && p.ctx.Err() == nil
			busy := p.busy
			p.mu.Unlock()
			if !busy {
				return
			}
			select {
			case <-p.ctx.Done():
				continue
			case <-time.After(rest):
			}
			p.mu.Lock()
			f := p.waiting
			ctx, stale := context.WithCancel(p.ctx)
			p.waiting, p.stale = nil, stale
			p.mu.Unlock()
			p.find(ctx, f, func(found check.Findings) {
				p.publish(func(old *state) *state {
					if ctx.Err() != nil || old.files != f || old.failed {
						return nil
					}
					return newState(f, false, found)
				})
			})
			p.mu.Lock()
			if ctx.Err() != nil && p.waiting == nil {
				p.waiting = f // the change may have come to nothing
			}
			p.stale = nil
			p.mu.Unlock()
			stale()
		}
	})
}

// find calls found with what is wrong with a site: the last time with everything.
func (p *preview) find(ctx context.Context, f *files, found func(check.Findings)) {
	var broken []brief.Problem
	with := func(others ...brief.Problem) check.Findings { return check.Weigh(f.site, append(others, broken...)) }
	defer func() {
		if v := recover(); v != nil {
			problem := p.panicked("the check", v)
			problem.Stops = false
			found(with(problem))
		}
	}()
	if !p.tried || p.opts.Check == nil { // else the check makes all pages that are other than before
		for _, path := range samples(f.site.Paths()) {
			if ctx.Err() != nil {
				return
			}
			if p.opts.Check != nil && f.site.Sweeping(path) {
				continue // it would have all texts parsed for itself; the check makes it, too
			}
			// One by one: the other processors are for whoever saves and reads.
			broken = append(broken, f.prove([]string{path})...)
		}
		p.tried = len(broken) == 0
	}
	if p.opts.Check == nil {
		found(with(f.site.Problems()...))
		return
	}
	// The rules know what the site itself found, and what of it was silenced.
	p.opts.Check(ctx, f.site, p.recent.list, func(others check.Findings) { found(others.With(with())) })
}

// publish replaces the state by what next makes of it, and then tells those
// who wait. Nil, and what looks the same, replaces nothing.
func (p *preview) publish(next func(old *state) *state) {
	p.mu.Lock()
	defer p.mu.Unlock()
	old := p.now.Load()
	s := next(old)
	if s == nil {
		return
	}
	if s.files == old.files && s.failed == old.failed && slices.Equal(s.stops, old.stops) && s.found.Same(old.found) {
		return
	}
	s.generation = old.generation + 1
	s.replaced = make(chan struct{})
	s.describe(p.instance)
	p.now.Store(s)
	close(old.replaced)
}

// panicked makes a problem of what was recovered while making something.
func (p *preview) panicked(what string, v any) brief.Problem {
	p.log.Error("panic", "making", what, "panic", fmt.Sprint(v), "stack", string(debug.Stack()))
	return brief.Problem{Position: brief.Position{File: what}, Rule: "panic", Stops: true,
		Message: fmt.Sprintf("making it failed: %v", v), Hint: "this is a fault of briefpress; its log says more"}
}

// problemOf makes a problem of an error met while making something.
func problemOf(what string, err error) brief.Problem {
	problem, ok := errors.AsType[brief.Problem](err)
	if !ok {
		problem = brief.Problem{Position: brief.Position{File: what}, Rule: "file", Message: err.Error()}
	}
	problem.Stops = true
	return problem
}
