## accept: an observable
from rxjs import Observable
values = Observable(lambda subscriber: subscriber.next(1))
values.subscribe(lambda value: print(value))
## accept: operators
from rxjs import filter, map, of
of(1, 2, 3).pipe(map(lambda value, index: value), filter(lambda value, index: True))
## accept: timers
from rxjs import interval, take
subscription = interval(1000).pipe(take(3)).subscribe(lambda value: print(value + 1))
subscription.unsubscribe()
## accept: subjects
from rxjs import BehaviorSubject, Subject
subject: Subject[str] = Subject()
subject.next("a")
subject.complete()
print(BehaviorSubject("a").getValue().upper())
## accept: an observer with parts
from rxjs import of
of(1).subscribe({"next": lambda value: print(value), "complete": lambda: None})
## accept: a first value as a promise
from rxjs import firstValueFrom, of
async def main() -> None:
    print(await firstValueFrom(of("a")))
## accept: from an iterable
from rxjs import from_
from_([1, 2, 3]).subscribe(lambda value: print(value + 1))
## reject: a value of another type
from rxjs import Subject
def send(subject: Subject[str]) -> None:
    subject.next(1)  # error
## reject: a period that is text
from rxjs import interval
interval("1000")  # error
## reject: no such method
from rxjs import of
of(1).subscribes(print)  # error
## reject: a subscription is no observable
from rxjs import of
of(1).subscribe(print).pipe()  # error
## reject: the value of a subject is typed
from rxjs import BehaviorSubject
number: int = BehaviorSubject("a").getValue()  # error
## reject: a number of values
from rxjs import take
take("3")  # error
